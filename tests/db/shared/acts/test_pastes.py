"""The same on a shared newsroom."""

from again import again

again(globals(), "test_pastes.py")
