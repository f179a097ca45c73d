"""A name found after coders got a transcript: it is shown to nobody until its readers signed again, whoever
had the words is known, and what was coded moves to the new text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from kapea.core.studies.replacements import occurrences
from kapea.core.studies.text_edits import EditedText, TextEdit, TextSpan
from kapea.core.studies.transcript_release import DeidentifiedDraft, ReleasedTranscript


class TextUse(Enum):
    """Where words of a released transcript can go."""

    CODER = "coder"
    QUOTE = "quote"
    DRAFT = "draft"
    EXPORT = "export"
    PRINTED = "printed"
    """Nobody can call it back: whoever answers for it is told, honestly, and no new copy is made."""


@dataclass(frozen=True, slots=True)
class TextWentTo:
    """One place to which words of a session went. `span`: which of the released text; None: all of it."""

    use: TextUse
    id: str
    session: str
    span: TextSpan | None = None


@dataclass(frozen=True, slots=True)
class NameFound:
    """What follows. `reopened`: the sessions in which it stands, as drafts that nobody has signed. `closed`:
    places where the words are shown no more. `told`: where they cannot be taken back, only said.
    """

    reopened: tuple[DeidentifiedDraft, ...]
    closed: tuple[TextWentTo, ...]
    told: tuple[TextWentTo, ...]


def name_found(
    surface: str,
    drafts: Iterable[DeidentifiedDraft],
    releases: Mapping[str, ReleasedTranscript],
    went_to: Iterable[TextWentTo],
) -> NameFound:
    """What follows from a name found in a released text, in every session of the study. `releases`: by
    session.
    """
    there = {session: tuple(occurrences(surface, r.transcript.text)) for session, r in releases.items()}
    reached = [went for went in went_to if _reached(went, there.get(went.session, ()))]
    return NameFound(
        tuple(draft_reopened(draft, surface) for draft in drafts if any(occurrences(surface, draft.raw))),
        tuple(went for went in reached if went.use is not TextUse.PRINTED),
        tuple(went for went in reached if went.use is TextUse.PRINTED),
    )


def _reached(went: TextWentTo, there: Iterable[TextSpan]) -> bool:
    return any(went.span is None or went.span.overlaps(span) for span in there)


def draft_reopened(draft: DeidentifiedDraft, surface: str) -> DeidentifiedDraft:
    """The draft, unsigned, with a flag wherever the surface stands: it is replaced or kept there by somebody,
    and signed again by both.
    """
    return replace(draft, elsewhere=draft.elsewhere | {surface}, signed=())


def moved_to_release(
    old: ReleasedTranscript, new: ReleasedTranscript, spans: Iterable[TextSpan]
) -> tuple[TextSpan | None, ...]:
    """Where marks into the old release are in the new one, by way of the raw text of both."""
    raw = EditedText(old.transcript.text, (TextEdit(row.released, row.old) for row in old.log))
    forth = EditedText(raw.text, (TextEdit(row.raw, row.new) for row in new.log))
    there = (raw.moved(span) for span in spans)
    return tuple(None if span is None else forth.moved(span) for span in there)
