"""What one can do: each act is one transaction that asks the rules, adds touches, tells changes."""
