"""Who codes which session: drawn in the transaction in which its text is released, kept with its study."""

from __future__ import annotations

from datetime import datetime

from kapea.core.studies.blind_coding import CodingRefused, DoubleCoding
from kapea.core.studies.double_draw import DoubleDraw, UnfitShare, share_set
from kapea.core.studies.draw_at_release import drawn_at_release, kind_by_seats, with_draw
from kapea.core.studies.study_book import of_standing
from kapea.core.studies.study_standing import StudyStanding
from kapea.people.member import Member
from kapea.studies.actions import change_study
from kapea.studies.models import Study, StudySeat
from kapea.studies.trail_names import StudyDeed


def draw_of_release(row: Study, standing: StudyStanding, session: str) -> DoubleDraw:
    """The draw once the text of a session is released. Who withdrew sat there too: the seat stays."""
    number = int(session.removeprefix("s"))
    seats = StudySeat.objects.filter(session__study=row, session__number=number).count()
    return drawn_at_release(standing, row.id, session, kind_by_seats(seats))


def set_double_share(by: Member, row: Study, state: DoubleCoding, percent: int, *, at: datetime) -> None:
    """Another share for the sessions whose texts are still to come. Raises CodingRefused."""
    if state.unblinded is not None:
        raise CodingRefused("share: the codes were opened; it stays as it was")

    def change(standing: StudyStanding) -> StudyStanding:
        return with_draw(standing, share_set(standing.draw, percent))

    try:
        change_study(by, row, row.turn, StudyDeed.SHARE, of_standing(change), at=at, percent=str(percent))
    except UnfitShare as error:
        raise CodingRefused(str(error)) from error
