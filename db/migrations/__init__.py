"""Changes of the tables from one release to the next."""

#: The newest revision; a newsroom's file carries its own as `user_version`.
SCHEMA_VERSION = 1
