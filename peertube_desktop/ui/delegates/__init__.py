"""Painters of list cells."""
