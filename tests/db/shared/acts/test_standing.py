"""The same on a shared newsroom, where an erasure in a matter that is not theirs is not told at all."""

from again import again

again(globals(), "test_standing.py")

del globals()["test_erasures_say_what_is_clear_and_no_more"]
