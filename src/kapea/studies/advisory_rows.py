"""What lies before the group that advises, and what it said, as sealed rows. Quotes of whoever takes part no
more, or allows it no more, go out of it for good before anybody sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.core.studies.advisory_answers import TextGiven
from kapea.core.studies.advisory_changes import answer_group_text, give_group_text
from kapea.core.studies.advisory_text import (
    AdviceFolder,
    AdviceWritten,
    GroupText,
    QuoteRead,
    advice_written,
    folder_left,
    quotes_shown,
    text_given,
)
from kapea.core.studies.quote_bank import QuotePassage, QuoteUse, quote_refusal
from kapea.core.studies.study_book import of_standing
from kapea.core.studies.study_refusals import StudyRefused
from kapea.people.member import Member
from kapea.studies.actions import change_study
from kapea.studies.cut_values import open_cut_place
from kapea.studies.models import Study
from kapea.studies.quote_rows import passages_now, released_mark
from kapea.studies.quotes_opened import open_quotes
from kapea.studies.sealed_values import OpenedPlace, SealedPlace, change_place
from kapea.studies.session_rows import consent_of
from kapea.studies.study_keys import StudyCustody
from kapea.studies.trail_names import StudyDeed
from kapea.studies.turns_gone import turns_disclosed
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.record_wraps import RecordKey

PLACE = SealedPlace("", "advice", StudyCustody.ADVICE, AdviceFolder)


@dataclass(frozen=True, slots=True)
class FolderSeen:
    """On what somebody pressed: the turn of the study, and of the folder with its key. `fresh`: under which
    it is sealed once another text lies there, so that no older copy opens the one before.
    """

    study: int
    folder: int
    key: RecordKey
    fresh: RecordKey | None = None


def open_folder(
    private: PrivateHalf, member: Member, row: Study, *, at: datetime
) -> OpenedPlace[AdviceFolder]:
    """The folder as it may be seen now. Outside of a transaction. Raises CannotOpen."""

    def cut(held: AdviceFolder) -> AdviceFolder:
        return folder_left(held, quotes_for_group(row, held.text)) if held.text else held

    return open_cut_place(private, member, row, PLACE, cut, at=at)


def quotes_for_group(row: Study, text: GroupText) -> tuple[QuotePassage, ...]:
    """Of a text the quotes that the group may read at this moment: asked of consent at every look."""
    sessions = {each.passage.session for each in text.quotes}
    marks, disclosed = {code: released_mark(row, code) for code in sessions}, turns_disclosed(row)

    def is_disclosed(passage: QuotePassage) -> bool:
        told = disclosed.get(passage.session, frozenset())
        return any(turn.turn in told for turn in passage.spoken)

    return quotes_shown(text, consent_of(row), marks, is_disclosed)


def quotes_to_choose(private: PrivateHalf, member: Member, row: Study, *, at: datetime) -> list[QuoteRead]:
    """Every quote of the bank that the group may read now, each of the text in which the bank found it.
    Outside of a transaction. Raises CannotOpen.
    """
    opened, consent = open_quotes(private, member, row, at=at), consent_of(row)
    marks = {session: held.value.text for session, held in opened.items() if held.value is not None}
    passages = (each.passage for each in passages_now(row, opened.values(), consent))
    return [
        QuoteRead(each, marks[each.session])
        for each in passages
        if quote_refusal(each, QuoteUse.ADVICE, consent) is None
    ]


def give_text_to_group(
    by: Member, row: Study, seen: FolderSeen, text: GroupText, *, at: datetime
) -> StudyRefused | None:
    """Lays a text before the group. The caller holds a transaction and has locked the study. Raises
    StaleTurn.
    """
    given = TextGiven(text.id, text.signs, by.user, at)
    lay = of_standing(lambda study: give_group_text(study, given))
    refused = change_study(by, row, seen.study, StudyDeed.ADVICE_GIVE, lay, at=at)
    if refused is not None:
        return refused

    def change(held: AdviceFolder | None) -> AdviceFolder:
        return text_given(held or AdviceFolder(), text)

    change_place(row, PLACE, seen.key, seen.folder, change, seen.fresh)
    return None


def write_group_answer(
    by: Member, row: Study, seen: FolderSeen, written: AdviceWritten, *, at: datetime
) -> StudyRefused | None:
    """Keeps what the group answered. The caller holds a transaction and has locked the study. Raises
    StaleTurn, OutputRefused.
    """
    change = of_standing(
        lambda study: answer_group_text(study, written.text, written.verdict, by=by.user, at=at)
    )
    told = {"verdict": written.verdict.value}
    refused = change_study(by, row, seen.study, StudyDeed.ADVICE_ANSWER, change, at=at, **told)
    if refused is None:
        change_place(
            row, PLACE, seen.key, seen.folder, lambda held: advice_written(held or AdviceFolder(), written)
        )
    return refused
