"""The register, with what its people and AIs did."""
