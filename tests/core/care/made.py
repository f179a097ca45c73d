"""Answers, cases and records for tests, said as a person would say them. Nobody here exists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from kapea.core.care.act_first import ActFirst, ActFirstGround, ChildTold, ChildWish, ToldHow
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, LegalGround, SharedField
from kapea.core.care.permissions import HOLDS, CasePermissions, Permission, Wording
from kapea.core.care.scopes import OrganisationScope, PermissionKind, scope_of

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
GIVEN = AT - timedelta(days=1)
CASE = "case-a"
NEEDED = frozenset({SharedField.CODE, SharedField.LEVEL})
CLINIC = OrganisationScope(target="clinic", purpose="medical", fields=NEEDED)
WHO = {
    AskedOf.CHILD: "",
    AskedOf.CAREGIVER: "person-mother",
    AskedOf.OTHER_TRUSTED_ADULT: "person-aunt",
}


def scope(kind: PermissionKind):
    """A scope of a kind, always the same."""
    made = {"target": "receiver", "purpose": "purpose", "fields": NEEDED}
    has = {
        PermissionKind.KEEP: (),
        PermissionKind.TELL_ORG: ("target", "purpose", "fields"),
        PermissionKind.TELL_PERSON: ("target", "fields"),
        PermissionKind.EXCHANGE: ("target", "fields"),
        PermissionKind.STUDY: ("target", "purpose"),
    }.get(kind, ("target",))
    return scope_of(kind, **{name: made[name] for name in has})


def permission(
    asked_of=AskedOf.CHILD, answer=ConsentAnswer.YES, about=CLINIC, band=AgeBand.FROM_12, **changed
):
    """One answer; what is not said is as in an ordinary asking."""
    study = about.kind is PermissionKind.STUDY
    said = {
        "id": f"answer-{asked_of.value}-{answer.value}",
        "case": CASE,
        "scope": about,
        "asked_of": asked_of,
        "answer": answer,
        "answered_by": WHO[asked_of],
        "age_band": band,
        "how": HowAsked.CHAT,
        "wording": Wording("word.ask-tell-org", "3f9a1c07be12"),
        "language": "km",
        "interpreter": False,
        "asked_by": "member-counsellor",
        "given": GIVEN,
        "expires": GIVEN + HOLDS,
        "legal_ground": LegalGround.NOT_SETTLED,
        "last_helped_on": date(2026, 11, 20) if study else None,
    }
    return Permission(**said | changed)


def answers(*given: Permission, band=AgeBand.FROM_12) -> CasePermissions:
    return CasePermissions(case=CASE, age_band=band, given=given)


def child(answer=ConsentAnswer.YES, about=CLINIC, band=AgeBand.FROM_12, **changed) -> Permission:
    return permission(AskedOf.CHILD, answer, about, band, **changed)


def caregiver(answer=ConsentAnswer.YES, about=CLINIC, band=AgeBand.FROM_12, **changed) -> Permission:
    return permission(AskedOf.CAREGIVER, answer, about, band, **changed)


def other_adult(answer=ConsentAnswer.YES, about=CLINIC, band=AgeBand.FROM_12, **changed) -> Permission:
    return permission(AskedOf.OTHER_TRUSTED_ADULT, answer, about, band, **changed)


def act_first(**changed) -> ActFirst:
    """A complete record of acting first."""
    said = {
        "id": "first-1",
        "case": CASE,
        "ground": ActFirstGround.DANGER_TO_LIFE,
        "scope": CLINIC,
        "worker": "member-counsellor",
        "supervisor": "member-supervisor",
        "second": "member-counsellor",
        "decided_at": AT,
        "told": ChildTold(AT, ToldHow.CHAT),
        "child_wish": ChildWish.FOLLOWED,
        "must_not_know": frozenset({"person-uncle"}),
        "feared": frozenset({"person-father"}),
    }
    return ActFirst(**said | changed)
