"""What two readers decide together about what is marked: a tag in its place, or it stays, for a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from kapea.core.studies.both_languages import in_both_languages, numbers_in_both
from kapea.core.studies.identifier_finder import proposed_identifiers
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.paired_reading import PairedReading, ReaderSeat, ReadingRefused, miss_rate
from kapea.core.studies.replacements import (
    KeptAsIs,
    PlannedReplacement,
    UnfitReplacement,
    occurrences,
    seen_alike,
)
from kapea.core.studies.side_by_side import SideBySide
from kapea.core.studies.text_edits import TextSpan, joined_spans
from kapea.core.studies.transcript import SessionTranscript
from kapea.core.studies.transcript_release import DeidentifiedDraft, FlagRaised, OpenFlag, flags_raised

TWO_READERS = frozenset({ReaderSeat.FIRST, ReaderSeat.SECOND})


def reading_begun(transcript: SessionTranscript, country: str) -> DeidentifiedDraft:
    """A reading in which nobody sits yet. What a machine marks is worked out now, and shown to nobody before
    they finished.
    """
    return DeidentifiedDraft(PairedReading(transcript, proposed_identifiers(transcript.text, country), {}))


def pair_reading_begun(pair: SideBySide, country: str) -> DeidentifiedDraft:
    """The same of a transcript with its translation: both are read, decided and signed as one."""
    begun = reading_begun(in_both_languages(pair), country)
    return replace(begun, translated_into=pair.translation.language)


def seat_for(reading: PairedReading, own: ReaderSeat, there: Collection[str]) -> ReaderSeat:
    """Where somebody of a role may sit: in its seat while nobody sits there who is `there` still, else as a
    further reader. ReadingRefused where neither is free.
    """
    held = reading.held.get(own, ())
    if own not in reading.finished and (not held or held[-1] not in there):
        return own
    further = reading.held.get(ReaderSeat.FURTHER, ())
    wanted = reading.finished >= TWO_READERS and miss_rate(reading).too_high
    is_free = ReaderSeat.FURTHER not in reading.finished and (not further or further[-1] not in there)
    if wanted and is_free:
        return ReaderSeat.FURTHER
    raise ReadingRefused("seat: somebody reads in it; wait, or ask them to end their role")


def marked_words(reading: PairedReading, turn: int, words: str) -> tuple[TextSpan, ...]:
    """Where some words stand in a turn, in whichever language, each time. ReadingRefused where they do
    not.
    """
    here, spans = numbers_in_both([turn]), reading.transcript.turn_spans()
    wanted = words.strip()
    begins = [
        spans[each.number].end - len(each.words) + at
        for each in reading.transcript.turns
        if each.number in here and wanted
        for at in _places(wanted, each.words)
    ]
    if not begins:
        raise ReadingRefused("words: they do not stand in that turn; copy them out of it as they are")
    return tuple(TextSpan(at, at + len(wanted)) for at in begins)


def _places(wanted: str, words: str) -> Iterator[int]:
    at = words.find(wanted)
    while at >= 0:
        yield at
        at = words.find(wanted, at + len(wanted))


@dataclass(frozen=True, slots=True)
class OpenPassage:
    """Words on which nobody decided yet. `kind`: of the first mark in them; None where they were found
    because they are replaced elsewhere.
    """

    span: TextSpan
    words: str
    kind: IdentifierKind | None


def open_passages(draft: DeidentifiedDraft) -> tuple[OpenPassage, ...]:
    """All that is to be decided, in order, each once."""
    open_now = {OpenFlag.UNDECIDED, OpenFlag.STILL_THERE}
    flagged = [raised for raised in flags_raised(draft) if raised.flag in open_now]
    spans = joined_spans(raised.span for raised in flagged if raised.span is not None)
    return tuple(OpenPassage(span, span.within(draft.raw), _kind_in(draft, span)) for span in spans)


def _kind_in(draft: DeidentifiedDraft, span: TextSpan) -> IdentifierKind | None:
    people = sorted((mark.span, mark.kind.value) for mark in draft.reading.marks)
    kinds = [IdentifierKind(kind) for at, kind in people if span.overlaps(at)]
    kinds += [mark.kind for mark in draft.reading.machine if span.overlaps(mark.span)]
    return kinds[0] if kinds else None


def other_flags(draft: DeidentifiedDraft) -> tuple[FlagRaised, ...]:
    """What else stands against a release, besides signatures and what is to be decided."""
    apart = {OpenFlag.UNDECIDED, OpenFlag.STILL_THERE, OpenFlag.NOT_SIGNED}
    return tuple(raised for raised in flags_raised(draft) if raised.flag not in apart)


def tag_given(draft: DeidentifiedDraft, span: TextSpan, tag: str, by: str, why: str) -> DeidentifiedDraft:
    """A tag in place of some words, and of the same words wherever else nothing was decided yet.
    UnfitReplacement for a tag that is none, one that says what it hides, or words that lie over a decision.
    """
    words = span.within(draft.raw)
    if any(occurrences(words, tag)):
        raise UnfitReplacement("tag: it says what it hides; name the kind of thing, as [teacher]")
    if any(span.overlaps(other) for other in _decided(draft)):
        raise UnfitReplacement("words: something in them is decided already; take that back first")
    same = (each for each in occurrences(words, draft.raw) if not each.overlaps(span))
    free = [each for each in same if not any(each.overlaps(other) for other in _decided(draft))]
    made = {PlannedReplacement(each, tag, by, why) for each in (span, *free)}
    return replace(draft, replacements=draft.replacements | made)


def kept_as_is(draft: DeidentifiedDraft, span: TextSpan, by: str, why: str) -> DeidentifiedDraft:
    """Some words stay, for a reason. UnfitReplacement without one, or where a tag stands over them."""
    if not why.strip():
        raise UnfitReplacement("reason: say in a few words why they point to nobody")
    span.within(draft.raw)
    if any(span.overlaps(each.span) for each in draft.replacements):
        raise UnfitReplacement("words: something in them is decided already; take that back first")
    return replace(draft, kept=draft.kept | {KeptAsIs(span, by, why.strip())})


def decision_taken_back(draft: DeidentifiedDraft, span: TextSpan) -> DeidentifiedDraft:
    """What was decided on exactly these words is undecided again, with its like elsewhere."""
    gone = [each for each in draft.replacements if each.span == span]
    alike = {(seen_alike(each.span.within(draft.raw)), each.tag) for each in gone}
    left = (
        each
        for each in draft.replacements
        if (seen_alike(each.span.within(draft.raw)), each.tag) not in alike
    )
    kept = (each for each in draft.kept if each.span != span)
    return replace(draft, replacements=frozenset(left), kept=frozenset(kept))


def _decided(draft: DeidentifiedDraft) -> Iterable[TextSpan]:
    return (*(each.span for each in draft.replacements), *(each.span for each in draft.kept))


def has_finished(reading: PairedReading, account: str) -> bool:
    """Whether somebody sits in the reading and said that they read all of it."""
    seat = reading.seat_of(account)
    return seat is not None and seat in reading.finished


def both_finished(reading: PairedReading) -> bool:
    """Whether both said so: nothing is decided before."""
    return reading.finished >= TWO_READERS
