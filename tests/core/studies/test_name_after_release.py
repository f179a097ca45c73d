"""A name found too late: its readers have it again, who had it is known, what was coded moves along."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.studies.coded_demo import FIRST, SECOND, codings, draft, raw_transcript, release

from kapea.core.studies.name_after_release import TextUse, TextWentTo, moved_to_release, name_found
from kapea.core.studies.replacements import PlannedReplacement, occurrences
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript_release import (
    NotReleasable,
    OpenFlag,
    draft_signed,
    flags_raised,
    release_transcript,
)

NAME = "blocked the person"
"""Words that stand once in T3, in place of a name that both overlooked."""


def found():
    drafts = [draft("T1"), draft("T3")]
    releases = {"T1": release("T1"), "T3": release("T3")}
    (there,) = occurrences(NAME, release("T3").transcript.text)
    went = [
        TextWentTo(TextUse.CODER, "coder-a", "T3"),
        TextWentTo(TextUse.QUOTE, "quote-1", "T3", TextSpan(there.start - 5, there.start + 4)),
        TextWentTo(TextUse.QUOTE, "quote-2", "T3", TextSpan(0, 9)),
        TextWentTo(TextUse.PRINTED, "report-1", "T3", there),
        TextWentTo(TextUse.EXPORT, "export-1", "T1"),
    ]
    return name_found(NAME.upper(), drafts, releases, went)


def test_it_goes_back_to_its_readers_and_everybody_who_had_it_is_known():
    follows = found()
    assert [d.reading.transcript.session for d in follows.reopened] == ["T3"]
    assert [went.id for went in follows.closed] == ["coder-a", "quote-1"]
    assert [went.id for went in follows.told] == ["report-1"]
    (again,) = follows.reopened
    assert {f.flag for f in flags_raised(again)} == {OpenFlag.STILL_THERE, OpenFlag.NOT_SIGNED}
    with pytest.raises(NotReleasable):
        release_transcript(draft_signed(draft_signed(again, FIRST), SECOND))


def test_it_is_released_again_when_both_signed_and_codings_mark_the_same_words():
    (again,) = found().reopened
    (there,) = occurrences(NAME, raw_transcript("T3").text)
    mended = replace(
        again, replacements=again.replacements | {PlannedReplacement(there, "[a person]", FIRST, "name")}
    )
    new = release_transcript(draft_signed(draft_signed(mended, FIRST), SECOND))
    assert list(occurrences(NAME, new.transcript.text)) == []
    spans = [coding.span for coding in codings() if coding.session == "T3"]
    moved = moved_to_release(release("T3"), new, spans)
    old_text, new_text = release("T3").transcript.text, new.transcript.text
    assert [s.within(new_text) for s in moved] == [s.within(old_text) for s in spans]
    after = new_text.index("by evening")
    assert after != old_text.index("by evening")
    (over,) = moved_to_release(release("T3"), new, list(occurrences("the person", old_text)))
    assert over.within(new_text) == "[a person]"
