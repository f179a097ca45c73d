"""What holds of setting up any door: codes of links, and what is tried by hand at most of them."""

from __future__ import annotations

import re

CODE = re.compile(r"[a-z][0-9]{1,4}")
"""What a link may carry, so that one sees which poster it was on: too short to be a word."""
LOCK_SCREEN = "Look at the lock screen of a phone that is written to, and at the list of chats: what shows?"
FREE = "Write from a phone of each network here: is it free, and does it work without credit?"
RESTART = "Stop the server for ten minutes and write: the message has to be answered afterwards, once."


def is_neutral_code(code: str) -> bool:
    """Whether a link may carry it: it tells nothing to whoever reads the link."""
    return CODE.fullmatch(code) is not None
