"""What can be done with what a child told. None of it can be made without the grant for that very thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, Generic, TypeVar

from kapea.core.care.asking import SharedField
from kapea.core.care.decisions import Granted
from kapea.core.care.scopes import (
    CallBackScope,
    ExchangeScope,
    FeedbackCallScope,
    KeepScope,
    OrganisationScope,
    PermissionScope,
    PersonScope,
    StudyScope,
)

S = TypeVar("S", bound=PermissionScope)


class NotPermitted(ValueError):
    """An effect that its grant does not allow; the message names what differs, and no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareEffect(Generic[S]):
    """Something to be done for a case now, at `at`, to `target`, under a grant. NotPermitted where the grant
    is for another case, kind or target, or is over.
    """

    scope_type: ClassVar[type[PermissionScope]] = PermissionScope
    granted: Granted[S]
    case: str
    at: datetime
    target: str = ""

    def __post_init__(self) -> None:
        granted = self.granted
        if type(granted) is not Granted or type(granted.scope) is not self.scope_type:
            raise NotPermitted("granted: not the grant of this kind")
        if granted.case != self.case:
            raise NotPermitted("case: the grant is for another case")
        if granted.scope.target != self.target:
            raise NotPermitted("target: the grant is for another")
        if self.target in granted.must_not_know:
            raise NotPermitted("target: this is kept from them")
        if self.at >= granted.until:
            raise NotPermitted("at: the grant is over; decide again")


@dataclass(frozen=True, slots=True, kw_only=True)
class CareMessage(CareEffect[S]):
    """An effect that tells something: exactly the fields of its grant, no more and no fewer."""

    payload: Mapping[SharedField, str]

    def __post_init__(self) -> None:
        super(CareMessage, self).__post_init__()
        if set(self.payload) != self.granted.scope.fields:
            raise NotPermitted("payload: its fields are not those of the grant")
        object.__setattr__(self, "payload", MappingProxyType(dict(self.payload)))

    def body(self) -> bytes:
        """What leaves, byte for byte the same for the same words."""
        said = {field.value: words for field, words in self.payload.items()}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class KeepStory(CareEffect[KeepScope]):
    """Keep what was told, sealed."""

    scope_type = KeepScope


class CallBack(CareEffect[CallBackScope]):
    """Call or write to one safe contact."""

    scope_type = CallBackScope


class AskForFeedback(CareEffect[FeedbackCallScope]):
    """Ask one safe contact whether the help helped."""

    scope_type = FeedbackCallScope


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOrganisation(CareMessage[OrganisationScope]):
    """Tell one organisation, for one purpose."""

    scope_type: ClassVar[type[PermissionScope]] = OrganisationScope
    purpose: str

    def __post_init__(self) -> None:
        super(TellOrganisation, self).__post_init__()
        _require_purpose(self.purpose, self.granted)


class TellPerson(CareMessage[PersonScope]):
    """Tell one caregiver."""

    scope_type = PersonScope


class ExchangeRecord(CareMessage[ExchangeScope]):
    """Put it into one system of somebody else."""

    scope_type = ExchangeScope


@dataclass(frozen=True, slots=True, kw_only=True)
class UseInStudy(CareEffect[StudyScope]):
    """Use it in one study, in one way."""

    scope_type: ClassVar[type[PermissionScope]] = StudyScope
    purpose: str

    def __post_init__(self) -> None:
        super(UseInStudy, self).__post_init__()
        _require_purpose(self.purpose, self.granted)


def _require_purpose(purpose: str, granted: Granted[S]) -> None:
    if granted.scope.purpose != purpose:
        raise NotPermitted("purpose: the grant is for another")
