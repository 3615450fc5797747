"""The Board. What it shows at first: cards of these states, so many of each."""

SHOWN = ("draft", "edit", "published")
PAGE = 60
