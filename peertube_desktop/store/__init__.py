"""What is kept on disk: SQLite, settings, image cache, secrets. No Qt."""
