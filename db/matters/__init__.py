"""Escalations as their readers see them: opened, and told from their touches."""
