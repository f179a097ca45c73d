"""How far what has to be done before anybody is served is done."""

from __future__ import annotations

from enum import IntEnum


class Prepared(IntEnum):
    """Each more than the one before it."""

    NOTHING = 0
    """The home or the database cannot be used: who can help is named from memory."""
    HELP = 1
    """Help is given, and staff cannot sign in: the key store cannot be used."""
    ALL = 2
