"""The three cards that a group holds up, as drawings: the same on paper and on pages."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.measure_model import CARDS

_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="currentColor" '
    'stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><circle cx="24" cy="24" r="20"/>'
)
_EYES = '<path d="M17 18v2M31 18v2"/>'
_INSIDE = (
    f'{_EYES}<path d="M14 29q10 10 20 0"/>',
    f'{_EYES}<path d="M15 32h18"/>',
    '<path d="M17 19c0-5 3-8 7-8s7 3 7 7c0 6-7 6-7 12M24 37h.01"/>',
)
CARD_FACES: Mapping[str, str] = {
    card: f"{_HEAD}{inside}</svg>" for card, inside in zip(CARDS, _INSIDE, strict=True)
}
"""By card: a smile, a straight mouth, a question mark."""
