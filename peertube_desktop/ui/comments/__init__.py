"""The comments of a video: their rows, how they are drawn, and the pane they are in."""
