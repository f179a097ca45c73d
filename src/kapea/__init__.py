"""Kapea: from a worry to the right help."""

__version__ = "0.1.0"
