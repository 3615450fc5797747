"""The same on a shared newsroom."""

from again import again

again(globals(), "acts/matters/test_office.py")
