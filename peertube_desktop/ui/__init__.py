"""The window: widgets only. All text for people is written here."""
