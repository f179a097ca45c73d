"""Workshops: planned, held, counted."""
