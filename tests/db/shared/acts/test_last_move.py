"""The same on a shared newsroom."""

from again import again

again(globals(), "test_last_move.py")
