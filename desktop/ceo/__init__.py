"""The CEO's place: contributors, escalations, the record."""
