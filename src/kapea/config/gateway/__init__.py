"""What stands between the network and Django: whole requests in, whole answers out (decision 11)."""
