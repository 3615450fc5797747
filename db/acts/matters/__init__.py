"""What one can do with an escalation; anyone may raise one, its readers alone handle it."""
