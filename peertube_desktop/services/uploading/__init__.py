"""Uploads: each dropped file becomes exactly one published video, whatever happens in between."""
