"""The same on an encrypted newsroom."""

from again import again

again(
    globals(), "acts/test_redacting.py", without=("sqlite3", "tmp_path", "on_disk(", "read_bytes")
)
