"""What is around the player on the watch page."""
