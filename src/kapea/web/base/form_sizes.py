"""How much a form may bring, by where it goes. The public's forms hold a few words; staff write notes and
whole transcripts, and three bytes of Khmer or Nepali take nine on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.studies.openrosa_parts import MOST_BYTES


@dataclass(frozen=True, slots=True)
class FormSize:
    """`most_bytes`: of its body. `most_fields`: named things in it. `most_seconds`: until all has come."""

    most_bytes: int
    most_fields: int
    most_seconds: float


PUBLIC_FORM = FormSize(20_000, 64, 4.0)
STAFF_FORM = FormSize(1_000_000, 1_000, 120.0)
"""Two hours of talk, typed in Khmer; nginx takes no more either, as it comes. On a village's network 250 kB
take a minute.
"""
COLLECTED_SHEET = FormSize(MOST_BYTES, 64, 120.0)
"""What we tell ODK Collect that a submission may have."""
SIZES = (("/staff/", STAFF_FORM), ("/openrosa/", COLLECTED_SHEET))


def form_size(path: str) -> FormSize:
    """How much may be brought to an address."""
    return next((size for start, size in SIZES if path.startswith(start)), PUBLIC_FORM)
