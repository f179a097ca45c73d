"""The directory for other programs: the read API of HSDS 3.0. What is public, and nothing of who asks."""
