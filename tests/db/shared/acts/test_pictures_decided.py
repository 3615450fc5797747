"""The same on a shared newsroom."""

from again import again

again(globals(), "acts/test_pictures_decided.py")
