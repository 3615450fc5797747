"""Changes of the tables from one release to the next, as Alembic's revisions.

A newsroom's file carries the number of its newest revision itself, so that a start compares one
number and loads no Alembic; `db.migrations.running` does what is missing.
"""

#: The newest revision in `versions/`.
SCHEMA_VERSION = 4
#: Raised when the functions, triggers or rights of a shared newsroom change, and no table does: its
#: administrator's program makes them anew.
CHECKS_VERSION = 2
