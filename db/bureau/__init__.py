"""What one computer keeps of a shared newsroom, so that writing goes on without the network."""
