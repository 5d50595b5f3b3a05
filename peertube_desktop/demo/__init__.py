"""A small PeerTube-compatible instance of its own, for trying the program and for its tests."""
