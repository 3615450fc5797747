"""The Desk: one article, to write, to review, to publish; with a panel beside it."""
