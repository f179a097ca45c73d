"""What stands in studies: their books, and the words that digests stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

import msgspec

from kapea.core.staff.study_rules import IN_STUDIES
from kapea.core.studies.study_book import StudyBook
from kapea.core.studies.study_roles import RoleGrant, StudyRole, StudyTeam
from kapea.people.models import Membership
from kapea.studies.models import Study, StudyBlindness, StudyGrant, StudyText
from kapea.studies.session_rows import sessions_of

KEPT_APART = ("team", "sessions", "checks")
"""What of a study's standing is no part of its document."""


def document_of(book: StudyBook) -> dict[str, Any]:
    """A book as JSON takes it, without what is kept apart."""
    made: dict[str, Any] = msgspec.to_builtins(book, str_keys=True)
    made["standing"] = {name: each for name, each in made["standing"].items() if name not in KEPT_APART}
    return made


def book_of(row: Study) -> StudyBook:
    """A study as it stands, with its team of today and its sessions."""
    book = msgspec.convert(row.document, StudyBook, str_keys=True)
    sessions, checks = sessions_of(row)
    standing = replace(book.standing, team=_team_of(row), sessions=sessions, checks=checks)
    return replace(book, standing=standing)


def grants_of(row: Study) -> list[StudyGrant]:
    """Every role that was given, the first first."""
    return list(StudyGrant.objects.filter(study=row).select_related("user").order_by("id"))


def _team_of(row: Study) -> StudyTeam:
    """Whoever works here no more, or in no role that is in studies, fills none: it was held once."""
    grants = grants_of(row)
    here = _at_work(row.organisation_id, {each.user_id for each in grants})
    given = (
        RoleGrant(
            each.user_id, StudyRole(each.role), ended=each.ended_at is not None or each.user_id not in here
        )
        for each in grants
    )
    unblinded = StudyBlindness.objects.filter(study=row).exclude(unblinded_at=None).exists()
    return StudyTeam(grants=tuple(given), unblinded=unblinded)


def _at_work(organisation: str, users: Iterable[str]) -> set[str]:
    return set(members_for_studies(organisation).filter(user__in=users).values_list("user_id", flat=True))


def members_for_studies(organisation: str) -> Any:
    """The memberships of whoever may be in a study there."""
    return Membership.objects.filter(
        organisation=organisation,
        ended_at=None,
        user__is_active=True,
        role__in=[role.value for role in IN_STUDIES],
    )


def studies_advised(user: str, studies: Iterable[str]) -> frozenset[str]:
    """Of some studies those in which somebody speaks for the group that advises: they see that page alone."""
    held = StudyGrant.objects.filter(study__in=list(studies), user=user, ended_at=None)
    return frozenset(held.filter(role=StudyRole.ADVISORY_GROUP.value).values_list("study_id", flat=True))


def plain_words(words: str) -> str:
    """Words as they are kept: browsers end their lines in another way than people."""
    return "\n".join(line.rstrip() for line in words.splitlines()).strip()


def digest_of_words(words: str) -> str:
    """By which words are found."""
    return sha256(words.encode()).hexdigest()


def words_of_digests(row: Study, digests: Iterable[str]) -> Mapping[str, str]:
    """The words, by digest."""
    found = StudyText.objects.filter(study=row, digest__in=set(digests))
    return dict(found.values_list("digest", "words"))
