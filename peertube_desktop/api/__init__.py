"""PeerTube over HTTP: pure Python, no Qt, no disk."""
