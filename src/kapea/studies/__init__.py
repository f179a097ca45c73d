"""Studies of an organisation: how each stands, who is in it, what its protocol says; and their forms."""
