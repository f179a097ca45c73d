"""What a turn brings about beyond its view, as values. Something else performs them, once each.

Each kind has one type of payload; `Effect.kind` says which. A kind that nothing performs is an error of the
pack that asks for it (K27), and raises where it would have to be performed.
"""

from __future__ import annotations

import msgspec

from kapea.core.pack.parse.journeys import EFFECTS

COUNT, FORGET = "count", "forget"


class ReachedOutcome(msgspec.Struct, frozen=True, tag="outcome"):
    """An outcome was reached, and by whom in the coarsest words there are. Nothing here is a person's own."""

    outcome: str
    who: str = ""
    band: str = ""
    situation: str = ""
    level: str = ""


class ForgetConversation(msgspec.Struct, frozen=True, tag="forget"):
    """Everything of this conversation is to be gone."""


class ConsentedRequest(msgspec.Struct, frozen=True, tag="request"):
    """Something a person agreed to; `consent` is the fact and value that says so: `remind-ok=yes`."""

    consent: str


Payload = ReachedOutcome | ForgetConversation | ConsentedRequest
OWN_PAYLOADS: dict[str, type[Payload]] = {COUNT: ReachedOutcome, FORGET: ForgetConversation}
"""By kind, what the effects carry that the dialogue itself makes, in every pack."""


class Effect(msgspec.Struct, frozen=True):
    """One effect: its kind, and what whoever performs it needs to know."""

    kind: str
    payload: Payload


def payload_type(kind: str) -> type[Payload] | None:
    """The type of payload that effects of a kind carry; None for a kind that does not exist."""
    return OWN_PAYLOADS.get(kind) or (ConsentedRequest if kind in EFFECTS else None)
