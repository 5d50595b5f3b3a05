"""PeerTube Desktop: browse, watch and publish on PeerTube instances."""

__version__ = "0.1.0"
