"""Version 2: the accounts that are signed in. What they sign in with is kept elsewhere: see store/secrets.py."""

SQL = """
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    username TEXT NOT NULL,
    display_name TEXT NOT NULL DEFAULT '',
    avatar TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    added REAL NOT NULL,
    UNIQUE (origin, username)
) WITHOUT ROWID;
"""
