"""What a form of the desk carries so that its words can be sealed for whoever types them, also when their
session has ended meanwhile.

It names a membership, a case and a form, and says until when; nobody else can make one. It opens nothing:
sealing takes a public key alone. So no page, cookie or row ever has to hold the words in between.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from kapea.core.care.case_drafts import DRAFT_WAITS, DraftForm
from kapea.people.member import Member
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import netstrings

TICKET = "draft"
"""The field of the form that carries it."""


@dataclass(frozen=True, slots=True)
class DraftTicket:
    """Whose words, in which case (empty while it is being opened), of which form."""

    member: str
    case: str
    form: DraftForm
    until: datetime

    def written(self) -> str:
        """As it stands in the form."""
        said = (self.member, self.case, self.form.value, str(int(self.until.timestamp())))
        return ".".join((*said, _mark(*said)))


def new_ticket(by: Member, case: str, form: DraftForm, *, at: datetime) -> DraftTicket:
    """For a form that is shown now."""
    return DraftTicket(by.id, case, form, at + DRAFT_WAITS)


def read_ticket(sent: str, *, at: datetime) -> DraftTicket | None:
    """None for what is none of ours, or too old."""
    parts = sent.split(".")
    if len(parts) != 5 or not hmac.compare_digest(parts[4].encode(), _mark(*parts[:4]).encode()):
        return None
    with suppress(ValueError):
        until = datetime.fromtimestamp(int(parts[3]), UTC)
        made = DraftTicket(parts[0], parts[1], DraftForm(parts[2]), until)
        return made if at < until else None
    return None


def _mark(*said: str) -> str:
    return derive(settings.SECRET_KEY, Purpose.DRAFT_TICKET, netstrings(*said).encode())[:16].hex()
