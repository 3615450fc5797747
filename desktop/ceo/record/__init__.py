"""How the record stands, and what it adds up to."""
