"""All touches, in order, tamper-evident."""
