"""A transcript leaves the two who read it only when both signed this very text, and nothing in it is open."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from kapea.core.studies.paired_reading import MissRate, PairedReading, ReaderSeat, miss_rate
from kapea.core.studies.replacements import (
    KeptAsIs,
    PlannedReplacement,
    ReplacementLogRow,
    UnfitReplacement,
    occurrences,
    replaced_text,
    seen_alike,
)
from kapea.core.studies.text_edits import TextSpan, joined_spans
from kapea.core.studies.transcript import SessionTranscript


class OpenFlag(Enum):
    """Why a transcript cannot be released."""

    NOT_READ = "not_read"
    """Two readers have to finish, and a further one where the first missed too much."""
    UNDECIDED = "undecided"
    """Marked by somebody or by a machine, neither replaced nor kept as it is with a reason."""
    STILL_THERE = "still_there"
    """Replaced in one place, or in another session, and left in this."""
    TWO_TAGS = "two_tags"
    """The same words have two tags in one session."""
    TAG_TELLS = "tag_tells"
    """A tag says what it hides."""
    NOT_SIGNED = "not_signed"
    """A reader has not signed the text as it is now."""


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """A flag, and where in the raw text; None where it is about all of it."""

    flag: OpenFlag
    span: TextSpan | None = None


class NotReleasable(ValueError):
    """The flags that are open; the message counts them by kind and repeats no words."""

    def __init__(self, flags: Collection[FlagRaised]) -> None:
        self.flags = tuple(flags)
        named = sorted({flag.flag.value for flag in flags})
        super().__init__(f"{len(self.flags)} open ({', '.join(named)}); decide each, then both sign again")


@dataclass(frozen=True, slots=True)
class DeidentifiedDraft:
    """A reading with what was decided in it. `elsewhere`: surfaces replaced in other sessions of the study.
    `signed`: the digest of what each account signed. `translated_into`: the language of the translation that
    is read with it (`kapea.core.studies.both_languages`); empty: there is none.
    """

    reading: PairedReading
    replacements: frozenset[PlannedReplacement] = frozenset()
    kept: frozenset[KeptAsIs] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    signed: tuple[tuple[str, str], ...] = ()
    translated_into: str = ""

    @property
    def raw(self) -> str:
        """The text that was read."""
        return self.reading.transcript.text

    @property
    def digest(self) -> str:
        """SHA-256 of the text as it would be released now and of what was kept in it, in hexadecimal: who
        signs agrees to both.
        """
        text, _ = replaced_text(self.raw, self.replacements)
        kept = sorted(f"{k.span.start}-{k.span.end} {k.why}" for k in self.kept)
        return text_digest("\x00".join((text, *kept)))


@dataclass(frozen=True, slots=True)
class ReleasedTranscript:
    """What coders, analysts and exports see: `transcript` alone. `log` and `signed_by` are kept apart,
    sealed.
    """

    transcript: SessionTranscript
    log: tuple[ReplacementLogRow, ...]
    signed_by: frozenset[str]
    missed: MissRate


def text_digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def draft_signed(draft: DeidentifiedDraft, account: str) -> DeidentifiedDraft:
    """A reader signs the text as it is now. Any change of it after makes the signature one of another
    text.
    """
    return replace(draft, signed=(*draft.signed, (account, draft.digest)))


def flags_raised(draft: DeidentifiedDraft) -> tuple[FlagRaised, ...]:
    """All that stands against a release."""
    return (
        *_unread(draft),
        *_undecided(draft),
        *_still_there(draft),
        *_tags(draft),
        *(
            FlagRaised(OpenFlag.NOT_SIGNED)
            for who in _readers(draft)
            if (who, draft.digest) not in draft.signed
        ),
    )


def _readers(draft: DeidentifiedDraft) -> tuple[str, ...]:
    """Who has to sign: whoever sits in a seat. Two at least, one of them perhaps nobody yet."""
    held = draft.reading.held
    seats = [seat for seat in ReaderSeat if seat is not ReaderSeat.FURTHER or seat in held]
    return tuple(held.get(seat, ("",))[-1] for seat in seats)


def _unread(draft: DeidentifiedDraft) -> Iterator[FlagRaised]:
    reading = draft.reading
    two = {ReaderSeat.FIRST, ReaderSeat.SECOND} <= reading.finished
    further = ReaderSeat.FURTHER in reading.finished
    if not two or (not further and (ReaderSeat.FURTHER in reading.held or miss_rate(reading).too_high)):
        yield FlagRaised(OpenFlag.NOT_READ)


def _undecided(draft: DeidentifiedDraft) -> Iterator[FlagRaised]:
    decided = joined_spans((*(r.span for r in draft.replacements), *(k.span for k in draft.kept)))
    found = {mark.span for mark in draft.reading.marks} | {mark.span for mark in draft.reading.machine}
    for span in sorted(found):
        if not any(done.holds(span) for done in decided):
            yield FlagRaised(OpenFlag.UNDECIDED, span)


def _still_there(draft: DeidentifiedDraft) -> Iterator[FlagRaised]:
    """Surfaces that are replaced somewhere, wherever they stand and were neither replaced nor kept here."""
    hidden = {seen_alike(r.span.within(draft.raw)): r.span.within(draft.raw) for r in draft.replacements}
    hidden |= {seen_alike(surface): surface for surface in draft.elsewhere}
    settled = [*(r.span for r in draft.replacements), *(k.span for k in draft.kept)]
    for surface in sorted(s for key, s in hidden.items() if key):
        for span in occurrences(surface, draft.raw):
            if not any(done.holds(span) for done in settled):
                yield FlagRaised(OpenFlag.STILL_THERE, span)


def _tags(draft: DeidentifiedDraft) -> Iterator[FlagRaised]:
    tags: Mapping[str, set[str]] = defaultdict(set)
    for planned in sorted(draft.replacements):
        old = planned.span.within(draft.raw)
        tags[seen_alike(old)].add(planned.tag)
        if len(tags[seen_alike(old)]) > 1:
            yield FlagRaised(OpenFlag.TWO_TAGS, planned.span)
        if any(occurrences(old, planned.tag)):
            yield FlagRaised(OpenFlag.TAG_TELLS, planned.span)


def release_transcript(draft: DeidentifiedDraft) -> ReleasedTranscript:
    """The transcript for coders. NotReleasable with all that is open."""
    if flags := flags_raised(draft):
        raise NotReleasable(flags)
    text, log = replaced_text(draft.raw, draft.replacements)
    transcript = transcript_with(draft.reading.transcript, text)
    return ReleasedTranscript(transcript, log, frozenset(_readers(draft)), miss_rate(draft.reading))


def transcript_with(transcript: SessionTranscript, text: str) -> SessionTranscript:
    """The same turns in a text changed within turns. UnfitReplacement where a change took a label or a line
    end.
    """
    lines = text.split("\n")
    pairs = list(zip(transcript.turns, lines, strict=False))
    whole = len(lines) == len(transcript.turns)
    if not whole or not all(line.startswith(f"{turn.speaker}: ") for turn, line in pairs):
        raise UnfitReplacement(
            "replacement: it reaches over a label or the end of a turn; mark words of one turn"
        )
    turns = tuple(replace(turn, words=line[len(turn.speaker) + 2 :]) for turn, line in pairs)
    return replace(transcript, turns=turns)


def surfaces_replaced(releases: Iterable[ReleasedTranscript]) -> frozenset[str]:
    """All that was replaced in some sessions: what must not be left in any other of the study."""
    return frozenset(row.old for release in releases for row in release.log)


def surfaces_left(released_texts: Iterable[str], surfaces: Collection[str]) -> int:
    """How often any of some surfaces stands in texts that were released; 0 is what has to come out."""
    return sum(1 for text in released_texts for surface in surfaces for _ in occurrences(surface, text))
