"""The player's widgets: picture, controls, what is shown over the picture, and the places it can be in."""
