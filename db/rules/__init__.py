"""The rules, as data and as guards that answer with a reason."""
