"""Dialogs; opened, never exec()ed."""
