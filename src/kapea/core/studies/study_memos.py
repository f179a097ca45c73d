"""What the team writes beside the coding, and the sessions that speak for and against each claim."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kapea.core.studies.repeated_words import said_words


class MemoKind(Enum):
    """What a memo is about."""

    CODE = "code"
    SESSION = "session"
    METHOD = "method"
    DOUBT = "doubt"
    SELF = "self"
    """Of whoever writes: what they are here, expect, were surprised by."""


class UnfitMemo(ValueError):
    """A memo or a claim that lacks something, or says too much; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class StudyMemo:
    """`about`: the code or session of the first two kinds, else empty. `author`: an opaque id."""

    id: str
    kind: MemoKind
    written_on: date
    author: str
    words: str
    about: str = ""

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise UnfitMemo("memo: it says nothing")
        if (self.kind in (MemoKind.CODE, MemoKind.SESSION)) is not bool(self.about):
            raise UnfitMemo("about: the code or the session that it is about, and of other kinds nothing")


def require_no_quote(memo: StudyMemo, texts: Iterable[str]) -> None:
    """UnfitMemo where it repeats words of a transcript: quotes stand in the quote bank, under their
    consent.
    """
    require_own_words(memo.words, texts)


def require_own_words(words: str, texts: Iterable[str]) -> None:
    """UnfitMemo where words of the team repeat those of a transcript."""
    if said_words(texts).are_in(words):
        raise UnfitMemo("memo: it repeats what somebody said; say it in your own words, or name the segment")


@dataclass(frozen=True, slots=True)
class StudyClaim:
    """What is claimed, and every session of its kind as `supporting`, `contrary` or `silent`, in one of the
    three. `looked_where`: how contrary ones were looked for, asked where there are none.
    """

    id: str
    words: str
    supporting: frozenset[str]
    contrary: frozenset[str]
    silent: frozenset[str]
    looked_where: str = ""


def claim_faults(claim: StudyClaim, sessions: Collection[str]) -> tuple[str, ...]:
    """What keeps a claim from being made; nothing where it may be."""
    kinds = (claim.supporting, claim.contrary, claim.silent)
    listed = [session for kind in kinds for session in kind]
    said = {
        "sessions: each stands in one list": len(listed) > len(set(listed)),
        f"sessions not listed: {', '.join(sorted(set(sessions) - set(listed)))}": bool(
            set(sessions) - set(listed)
        ),
        "sessions: one that the study does not have": bool(set(listed) - set(sessions)),
        "supporting: no session supports it": not claim.supporting,
        "contrary: none; where did you look?": not claim.contrary and not claim.looked_where.strip(),
    }
    return tuple(fault for fault, is_so in said.items() if is_so)
