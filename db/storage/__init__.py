"""Where a newsroom is kept: SQL is written here. A file by SQLite, or a shared PostgreSQL."""
