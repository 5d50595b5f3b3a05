"""What PeerTube's answers look like: frozen structs that ignore what they do not know."""
