"""Where something of a seat lies in rows, and how it goes: one keeper for each kind of rows.

Whoever keeps something more of a person adds a keeper here: a withdrawal then finds it, and nothing
else has to know of it. Words in sealed texts are no rows: whoever opens them next cuts them
(`kapea.studies.session_texts.open_text`), and until then nothing of the seat is shown. Codings, decisions and
quotes have no keeper: only the sealed text that they point into tells whose words they mark. They go with its
cut (`kapea.studies.coding_rows.move_coded_segments`, `kapea.studies.quotes_opened`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from kapea.core.studies.research_withdrawal import Tombstone, WithdrawalPlan, holding_after
from kapea.core.studies.session_entries import CardLaid, TurnMarked
from kapea.core.studies.study_holding import HeldKind, HeldThing, StudyDraft, StudyFigure, StudyHolding
from kapea.studies.held_outputs import (
    archived_words,
    drop_archived_seat,
    drop_printed_quotes,
    printed_drafts,
    printed_quotes,
)
from kapea.studies.models import Study, StudyScopeAnswer, StudySeat, StudySession, StudySessionEntry
from kapea.studies.session_rows import session_entries_of

GoingIds = Mapping[HeldKind, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class HeldKeeper:
    """`things`: all that is held of a seat. `drop`: takes away what a plan names. `drafts`: what was written
    or printed with figures and quotes of the study.
    """

    things: Callable[[Study, StudySession, str], Iterable[HeldThing]]
    drop: Callable[[Study, StudySession, GoingIds], None]
    drafts: Callable[[Study], Iterable[StudyDraft]] = lambda _: ()


def holding_of(row: Study, session: StudySession, seat: str) -> StudyHolding:
    """Everything that rows hold of one seat, and what was written of the study."""
    return StudyHolding(
        things=tuple(each for keeper in KEEPERS for each in keeper.things(row, session, seat)),
        drafts=tuple(each for keeper in KEEPERS for each in keeper.drafts(row)),
        figures_of=figures_of(row),
    )


def figures_of(row: Study) -> Mapping[StudyFigure, int]:
    """Of which state of the data each figure of a study has to be."""
    return msgspec.convert(row.figures_of, dict[StudyFigure, int])


def carry_out(row: Study, session: StudySession, holding: StudyHolding, plan: WithdrawalPlan) -> None:
    """Deletes what a plan names and no other row, shrinks the seat, and makes figures stale. The caller holds
    a transaction.
    """
    for keeper in KEEPERS:
        keeper.drop(row, session, plan.deletes)
    for stone in plan.tombstones:
        _shrink(session, stone)
    figures = holding_after(holding, plan).figures_of
    row.figures_of = {figure.value: state for figure, state in figures.items() if state}
    row.save(update_fields=["figures_of"])


def _shrink(session: StudySession, stone: Tombstone) -> None:
    rows = StudySeat.objects.filter(session=session, seat=stone.seat)
    rows.update(document={}, withheld=[], withdrawn_on=stone.on)
    apart = session.checks.get("apart", [])
    session.checks = {**session.checks, "apart": [e for e in apart if stone.seat not in e["pair"]]}
    session.save(update_fields=["checks"])


def _things_of_session(row: Study, session: StudySession, seat: str) -> Iterator[HeldThing]:
    mine = frozenset({seat})
    yield HeldThing(seat, HeldKind.SPEAKER_LABEL, mine)
    answers = StudyScopeAnswer.objects.filter(seat__session=session, seat__seat=seat)
    for answer in answers.values_list("answer", flat=True):
        yield HeldThing(answer, HeldKind.CONSENT_ROW, mine)
    for entry in session_entries_of(session):
        if getattr(entry, "seat", "") == seat:
            is_card = isinstance(entry, CardLaid)
            kind = HeldKind.CARD if is_card else HeldKind.NOTE
            yield HeldThing(entry.id, HeldKind.TURN if isinstance(entry, TurnMarked) else kind, mine)


def _drop_of_session(row: Study, session: StudySession, going: GoingIds) -> None:
    answers = going.get(HeldKind.CONSENT_ROW, ())
    StudyScopeAnswer.objects.filter(seat__session=session, answer__in=answers).delete()
    kinds = (HeldKind.CARD, HeldKind.TURN, HeldKind.NOTE)
    entries = [id for kind in kinds for id in going.get(kind, ())]
    StudySessionEntry.objects.filter(session=session, entry__in=entries).delete()


KEEPERS: tuple[HeldKeeper, ...] = (
    HeldKeeper(_things_of_session, _drop_of_session),
    HeldKeeper(printed_quotes, drop_printed_quotes, printed_drafts),
    HeldKeeper(archived_words, drop_archived_seat),
)
