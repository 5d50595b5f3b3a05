"""The sections of the settings page, and what binds their controls to the settings."""
