"""A study as it stands when its sessions were drawn at their release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kapea.core.studies.double_draw import CoderSide, DoubleDraw, DrawnSession, SessionKind
from kapea.core.studies.draw_at_release import with_draw
from kapea.studies.models import Study
from kapea.studies.queries import book_of, document_of


def draw_alone(study: str, sessions: Iterable[str], alone: Mapping[str, CoderSide]) -> None:
    """Who codes some sessions alone; the rest two do."""
    row = Study.objects.get(id=study)
    book = book_of(row)
    drawn = (DrawnSession(code, SessionKind.GROUP, "", alone.get(code)) for code in sessions)
    standing = with_draw(book.standing, DoubleDraw(sessions=tuple(drawn)))
    row.document = document_of(replace(book, standing=standing))
    row.save()
