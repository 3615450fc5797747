"""The text of one article, with the author of every character."""
