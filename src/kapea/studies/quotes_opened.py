"""The quote bank opened: quotes of whoever takes part no more, and of what was disclosed, go out of it for
good before anybody sees it.
"""

from __future__ import annotations

from datetime import datetime

from kapea.people.member import Member
from kapea.studies.cut_values import open_cut_place
from kapea.studies.models import Study
from kapea.studies.quote_rows import SessionQuotes, quotes_left, quotes_place, sessions_with_quotes
from kapea.studies.sealed_values import OpenedPlace
from kapea.studies.session_rows import consent_of
from kapea.studies.turns_gone import turns_disclosed
from kapea.vault.hybrid import PrivateHalf


def open_quotes(
    private: PrivateHalf, member: Member, study: Study, *, at: datetime
) -> dict[str, OpenedPlace[SessionQuotes]]:
    """All quotes of a study that may stand now, by session. Outside of a transaction. Raises CannotOpen."""
    return {
        code: open_session_quotes(private, member, study, code, at=at) for code in sessions_with_quotes(study)
    }


def open_session_quotes(
    private: PrivateHalf, member: Member, study: Study, session: str, *, at: datetime
) -> OpenedPlace[SessionQuotes]:
    """The same of one session."""

    def cut(held: SessionQuotes) -> SessionQuotes:
        return quotes_left(held, consent_of(study), turns_disclosed(study).get(session, frozenset()))

    return open_cut_place(private, member, study, quotes_place(session), cut, at=at)
