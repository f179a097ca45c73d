"""What nobody is ever asked here, in any form, column, label or import: it helps nobody and can harm.

Names are searched, not sentences: the name of a column, a field, a question, a heading of a table.
"""

from __future__ import annotations

import re

NEVER_ASKED: dict[str, tuple[str, ...]] = {
    "detail of the abuse": (
        "abuse detail",
        "abuse details",
        "abuse description",
        "what happened",
        "act details",
    ),
    "why": ("why did", "why were", "why you", "why not told"),
    "the image or where it is": (
        *("image link", "image url", "image file", "picture link", "picture url", "picture file", "photo"),
        *("video link", "video url", "video file", "screenshot", "attachment", "upload"),
    ),
    "a password": ("password", "passcode", "pin"),
    "sexual history": ("sexual history", "virgin", "virginity"),
    "sexual orientation": ("orientation", "sexuality"),
    "gender identity": ("gender identity", "transgender"),
    "HIV": ("hiv", "hiv status"),
    "religion": ("religion", "faith"),
    "ethnicity": ("ethnicity", "ethnic group", "tribe", "race"),
    "caste": ("caste",),
    "migration status": ("migration status", "immigration status", "citizenship", "nationality"),
    "a recording": ("voice recording", "audio recording", "sound recording", "call recording", "voiceprint"),
    "an identity number": (
        "id number",
        "id card",
        "national id",
        "identity card",
        "passport",
        "birth certificate",
    ),
    "an address": ("address", "home address", "street"),
    "an exact age": ("birth date", "date of birth", "birthday", "dob"),
}
"""What it is, and how it is called in names. An address is told by voice, once somebody is being sent."""
_BETWEEN = re.compile(r"[\W_\d]+|(?<=[a-z])(?=[A-Z])")


def never_asked(name: str) -> str | None:
    """What of the list a name asks for; None where it asks for none of it."""
    if name.rpartition(".")[2] == "why":  # of a longer name it may be our own reason
        return "why"
    words = f" {_BETWEEN.sub(' ', name).strip().lower()} "
    for what, called in NEVER_ASKED.items():
        if any(f" {each} " in words for each in called):
            return what
    return None
