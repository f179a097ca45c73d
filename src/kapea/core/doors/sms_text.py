"""What a text costs as SMS: by which alphabet it goes, and in how many parts (3GPP TS 23.038 and 23.040).

One sign that is not in the small alphabet makes the whole message large: so typographers' signs are written
as a phone's keys have them. Break marks cost a sign each and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kapea.core.languages.text import ZERO_WIDTH

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_TWICE = frozenset("^{}\\[~]|€\f")
GSM7_ANY = GSM7 | GSM7_TWICE
GSM7_ALONE, GSM7_PART = 160, 153
UCS2_ALONE, UCS2_PART = 70, 67
"""Room in a message of one part, and in each part of a longer one."""
_TWICE_IN_GSM7 = re.compile(f"[{re.escape(''.join(sorted(GSM7_TWICE)))}]")
_TWICE_IN_UCS2 = re.compile("[\U00010000-\U0010ffff]")
PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-",
        "…": "...", "·": "-", "•": "-", "\t": " ", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-",
        "\u200c": None, "\u200d": None, "\ufeff": None,
    }
)  # fmt: skip


def as_sms(text: str) -> str:
    """A text as it is sent: without break marks, and by the small alphabet where its letters allow it."""
    marked = text.replace(ZERO_WIDTH, "")
    plain = marked.translate(PLAIN)
    return plain if set(plain) <= GSM7_ANY else marked


def is_gsm7(text: str) -> bool:
    """Whether the small alphabet has every sign of it."""
    return set(text) <= GSM7_ANY


def sms_parts(text: str) -> int:
    """How many parts a text takes, as each is paid for. No part ends inside a sign that takes two places."""
    sent = as_sms(text)
    twice, alone, part = _measured(sent)
    if len(sent) + len(twice) <= alone:
        return 1
    if not twice:
        return -(-len(sent) // part)
    return _filled([2 if sign in twice else 1 for sign in sent], part)


def _measured(text: str) -> tuple[Sequence[str], int, int]:
    """Each sign of it that takes two places, and the room there is by its alphabet."""
    if is_gsm7(text):
        return _TWICE_IN_GSM7.findall(text), GSM7_ALONE, GSM7_PART
    return _TWICE_IN_UCS2.findall(text), UCS2_ALONE, UCS2_PART


def _filled(sizes: Sequence[int], part: int) -> int:
    parts, used = 1, 0
    for size in sizes:
        if used + size > part:
            parts, used = parts + 1, 0
        used += size
    return parts
