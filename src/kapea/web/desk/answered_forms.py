"""What somebody answered when they were asked, as a worker writes it down."""

from __future__ import annotations

from datetime import datetime

from django.forms import Form

from kapea.care.models import Case
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, LegalGround
from kapea.core.care.permissions import HOLDS, Permission, Wording
from kapea.core.care.scopes import PermissionScope
from kapea.core.pack.model import Release
from kapea.people.member import Member


def answered_permission(
    form: Form,
    row: Case,
    scope: PermissionScope,
    asked: str,
    member: Member,
    release: Release,
    at: datetime,
) -> Permission:
    """The answer that a form says. `asked`: the id of the words in which the question was put."""
    said = form.cleaned_data
    asked_of = AskedOf(said["asked_of"])
    return Permission(
        id=said["form"],
        case=row.id,
        scope=scope,
        asked_of=asked_of,
        answer=ConsentAnswer(said["answer"]),
        answered_by="" if asked_of is AskedOf.CHILD else f"{asked_of.value}-of-{row.id}",
        age_band=AgeBand(said["age_band"]),
        how=HowAsked(said["how"]),
        wording=Wording(asked, release.hash),
        language=row.language,
        interpreter=said["interpreter"],
        asked_by=member.id,
        given=at,
        expires=at + HOLDS,
        legal_ground=LegalGround.NOT_SETTLED,
        must_not_know=frozenset(said.get("must_not_know", ())),
    )
