"""Version 3: the journal of uploads. What a row promises is checked by the database too."""

SQL = """
CREATE TABLE upload (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    origin TEXT NOT NULL,
    username TEXT NOT NULL,
    place REAL NOT NULL,
    path BLOB NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    mtime_ns INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    mime TEXT NOT NULL,
    sent_name TEXT NOT NULL,
    metadata TEXT NOT NULL,
    state TEXT NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0,
    key INTEGER,
    sent_title TEXT NOT NULL DEFAULT '',
    sent_details TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    whole INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND size),
    mark INTEGER,
    begun_anew INTEGER NOT NULL DEFAULT 0,
    video_id INTEGER,
    video_uuid TEXT NOT NULL DEFAULT '',
    video_short TEXT NOT NULL DEFAULT '',
    steps TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL,
    updated REAL NOT NULL,
    UNIQUE (origin, video_id),
    UNIQUE (account, key),
    CHECK (state <> 'starting' OR key IS NOT NULL),
    CHECK (state <> 'sending' OR location <> ''),
    CHECK (state <> 'finishing' OR (mark IS NOT NULL AND (location <> '' OR whole))),
    CHECK (state NOT IN ('completing', 'transcoding', 'published')
           OR (video_id IS NOT NULL AND video_uuid <> ''))
);
CREATE INDEX upload_place ON upload (place);
"""
