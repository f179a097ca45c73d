"""What the software knows of a study when a report is made: the facts that fill COREQ and SRQR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kapea.core.evidence.counts import THRESHOLD, CountMark, PublishedCount, published_count
from kapea.core.studies.codebook import CodebookVersion
from kapea.core.studies.coreq import FactValue
from kapea.core.studies.gate_table import GateItem
from kapea.core.studies.quote_bank import PlacedQuotes
from kapea.core.studies.recruitment import RecruitmentRow, frame_against_sample
from kapea.core.studies.research_sessions import ResearchSession, SessionState
from kapea.core.studies.sample_told import TOTAL_KEY, ToldSample
from kapea.core.studies.sampling_frame import FrameStratum, SamplingFrame
from kapea.core.studies.study_people import SampledStratum, StudyPerson
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding, confirmed_approvals

NEW_THEME = "NEW-"
"""How a code begins that was found in what was said."""
IN_ROOM = (StudyRole.MODERATOR, StudyRole.CO_MODERATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyKnown:
    """Everything that facts are taken from. `people`: who takes part, at this moment. `released`: codes of
    sessions. `missed`: of all that identified, how many per hundred the first readers overlooked; None where
    nobody counted. `positions`: how many of the team wrote what they are and expected. `last_new_codes`: how
    many the last sessions looked at brought; None where nobody fixed how that is measured. `by_two` and
    `by_one`: how many sessions two coded, and one; None while that is blind.
    """

    standing: StudyStanding
    people: Sequence[StudyPerson]
    told: ToldSample
    recruitment: Sequence[RecruitmentRow]
    released: frozenset[str]
    missed: int | None
    positions: int
    coders: int
    by_two: int | None
    by_one: int | None
    book: CodebookVersion | None
    last_new_codes: int | None
    audio: int = 0
    software: str = "Kapea"
    quotes: PlacedQuotes | None = None
    unsaid: int = 0
    labels: Mapping[str, object] = field(default_factory=dict)


def held_sessions(standing: StudyStanding) -> tuple[ResearchSession, ...]:
    """Sessions that took place and are in the sample, by their number."""
    found = (s for s in standing.sessions.values() if s.state is SessionState.CLOSED and not s.pilot)
    return tuple(sorted(found, key=lambda each: int(each.id[1:])))


def sampled_strata(
    frame: SamplingFrame, rows: Iterable[RecruitmentRow], people: Iterable[StudyPerson]
) -> tuple[SampledStratum, ...]:
    """The frame beside the sample, as a report tells it. Of who was asked, those who did not come."""
    came = [each.stratum for each in people]
    return tuple(
        SampledStratum(
            id=each.frame.id,
            known=each.frame.surety,
            in_frame=each.frame.people or 0,
            did_not_come=max(0, each.all_routes.asked - each.all_routes.came),
            waived_left_out=is_left_out(each.frame, came),
        )
        for each in frame_against_sample(frame, rows, ())
    )


def is_left_out(stratum: FrameStratum, came: Sequence[str]) -> bool:
    """Whether it stands for those who could only be asked without a guardian, and nobody was."""
    return stratum.waived and stratum.id not in came


def report_facts(known: StudyKnown) -> dict[str, FactValue | None]:
    """Each fact; None where the software does not know it yet."""
    return {**_of_sessions(known), **_of_people(known), **_of_analysis(known)}


def _of_sessions(known: StudyKnown) -> dict[str, FactValue | None]:
    standing, held = known.standing, held_sessions(known.standing)
    told = {each.item for each in standing.items if each.holds}
    spans = [(each.ended_at - each.started_at) for each in held if each.started_at and each.ended_at]
    tools = {f"{each.tool} {each.used.version}" if each.used else each.tool for each in held}
    return {
        "session_roles": tuple(each.value for each in IN_ROOM) if held else None,
        "training": len(standing.team.holders(IN_ROOM)) if GateItem.TRAINING in told else None,
        "positions": known.positions or None,
        "others_present": 0 if held else None,
        "guide_versions": tuple(sorted(tools)) or None,
        "pilots": sum(each.pilot for each in standing.sessions.values()),
        "repeat_sessions": 0,
        "audio_sessions": known.audio,
        "note_sessions": len(held) or None,
        "minutes": round(sum(each.total_seconds() for each in spans) / 60) or None,
        "returned_transcripts": 0,
        "validation_sessions": 0,
        "approvals": tuple(sorted(each.number for each in confirmed_approvals(standing))) or None,
    }


def _of_people(known: StudyKnown) -> dict[str, FactValue | None]:
    counts = [each.counts for each in known.recruitment]
    routes = {each.route for each in known.recruitment if each.counts.asked}
    return {
        "sampling_routes": len(routes) or None,
        "asked_by_route": len(routes) or None,
        "took_part": known.told.said.get(TOTAL_KEY),
        "said_no": _count(sum(each.no for each in counts)) if counts else None,
        "left": _count(sum(each.left for each in counts)) if counts else None,
        "place_types": tuple(sorted({each.place_type for each in known.people})) or None,
        "sample_table": len({each.stratum for each in known.people}) or None,
        "unsaid_lines": known.unsaid,
    }


def _count(people: int) -> PublishedCount:
    return CountMark.HIDDEN if 0 < people < THRESHOLD else published_count(people)


def _of_analysis(known: StudyKnown) -> dict[str, FactValue | None]:
    codes = list(known.book.codes) if known.book else []
    found = sum(code.startswith(NEW_THEME) for code in codes)
    placed = known.quotes.placed if known.quotes else ()
    return {
        "saturation": known.last_new_codes,
        "coders": known.coders or None,
        "coded_by_two": known.by_two,
        "coded_by_one": known.by_one,
        "codebook_version": known.book.number if known.book else None,
        "codes": len(codes) or None,
        "themes_given": len(codes) - found,
        "themes_found": found,
        "software": known.software,
        "quotes": len(placed),
        "quote_labels": len({known.labels[seat] for each in placed for seat in each.seats}),
        "deidentified": len(known.released) or None,
        "miss_rate": known.missed,
    }


def overlooked_percent(overlooked: Iterable[Sequence[int]]) -> int | None:
    """Of all that identified, how many per hundred first readers had not marked, rounded up; None where
    nobody counted. `overlooked`: of each session how many, and of how many.
    """
    counts = list(overlooked)
    found = sum(of for _, of in counts)
    return None if not counts else -(-100 * sum(missed for missed, _ in counts) // found) if found else 0
