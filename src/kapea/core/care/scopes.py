"""What a permission is for: one kind, one receiver, one purpose, listed fields. What is not the same question
was not asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from kapea.core.care.asking import SharedField, require_opaque


class PermissionKind(Enum):
    """Each is asked by itself."""

    KEEP = "keep"
    CALL_BACK = "call_back"
    TELL_ORG = "tell_org"
    TELL_PERSON = "tell_person"
    EXCHANGE = "exchange"
    FEEDBACK_CALL = "feedback_call"
    STUDY = "study"


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionScope:
    """What one question is about. `target`: whom or what it reaches, an opaque id; `purpose`: a code;
    `fields`: all that may be told. Each kind says which of the three it has; ValueError for any other.
    """

    kind: ClassVar[PermissionKind]
    has: ClassVar[frozenset[str]]
    target: str = ""
    purpose: str = ""
    fields: frozenset[SharedField] = frozenset()

    def __post_init__(self) -> None:
        for name in ("target", "purpose", "fields"):
            if bool(getattr(self, name)) != (name in self.has):
                says = "needs" if name in self.has else "has no"
                raise ValueError(f"a permission to {self.kind.value} {says} {name}")
        require_opaque("target", self.target, empty=True)
        require_opaque("purpose", self.purpose, empty=True)

    def is_same_question(self, other: PermissionScope) -> bool:
        """Same kind, receiver and purpose, whatever the fields."""
        mine = (self.kind, self.target, self.purpose)
        return mine == (other.kind, other.target, other.purpose)

    def covers(self, wanted: PermissionScope) -> bool:
        """Whether a yes to this is a yes to `wanted`: the same question, and no field beyond it."""
        return self.is_same_question(wanted) and wanted.fields <= self.fields


class KeepScope(PermissionScope):
    """To keep what was told, sealed, so that it need not be told twice."""

    kind = PermissionKind.KEEP
    has = frozenset()


class CallBackScope(PermissionScope):
    """To call or write back, by one safe contact."""

    kind = PermissionKind.CALL_BACK
    has = frozenset({"target"})


class OrganisationScope(PermissionScope):
    """To tell one organisation, for one purpose, the listed fields."""

    kind = PermissionKind.TELL_ORG
    has = frozenset({"target", "purpose", "fields"})


class PersonScope(PermissionScope):
    """To tell one caregiver the listed fields."""

    kind = PermissionKind.TELL_PERSON
    has = frozenset({"target", "fields"})


class ExchangeScope(PermissionScope):
    """To put the listed fields into one system of somebody else."""

    kind = PermissionKind.EXCHANGE
    has = frozenset({"target", "fields"})


class FeedbackCallScope(PermissionScope):
    """To ask later, by one safe contact, whether the help helped."""

    kind = PermissionKind.FEEDBACK_CALL
    has = frozenset({"target"})


class StudyScope(PermissionScope):
    """To use it in one study, for one of its uses: taking part, sound, quotes, archive."""

    kind = PermissionKind.STUDY
    has = frozenset({"target", "purpose"})


SCOPES: dict[PermissionKind, type[PermissionScope]] = {
    each.kind: each
    for each in (
        KeepScope,
        CallBackScope,
        OrganisationScope,
        PersonScope,
        ExchangeScope,
        FeedbackCallScope,
        StudyScope,
    )
}


def scope_of(
    kind: PermissionKind, *, target: str = "", purpose: str = "", fields: Iterable[SharedField] = ()
) -> PermissionScope:
    """The scope of a kind; NotOpaque or ValueError where these are not what the kind has."""
    return SCOPES[kind](target=target, purpose=purpose, fields=frozenset(fields))
