"""Studies of an organisation: how each stands, who is in it, and what its protocol says."""
