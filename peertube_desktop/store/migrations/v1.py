"""Version 1: what the person watched, searched and visited."""

SQL = """
CREATE TABLE position (
    uuid TEXT PRIMARY KEY,
    seconds REAL NOT NULL,
    duration REAL NOT NULL,
    watched INTEGER NOT NULL DEFAULT 0,
    updated REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE history (
    uuid TEXT NOT NULL,
    origin TEXT NOT NULL,
    visited REAL NOT NULL,
    video BLOB NOT NULL,
    PRIMARY KEY (uuid)
) WITHOUT ROWID;
CREATE INDEX history_visited ON history (visited DESC);

CREATE TABLE search (
    text TEXT PRIMARY KEY,
    used REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE instance (
    origin TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    avatar TEXT NOT NULL DEFAULT '',
    version TEXT NOT NULL DEFAULT '',
    used REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE session (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
"""
