"""Workshops: planned, led with a phone in hand, counted and closed by whoever leads them."""
