"""The same on a shared newsroom."""

from again import again

again(globals(), "rules/test_voided.py")
