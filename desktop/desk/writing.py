"""Part of the Desk."""
