"""Parts of the page of an account's settings."""
