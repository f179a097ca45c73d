"""Publishing an edition of figures. The caller holds a transaction and was asked whether they may."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from kapea.audit import actions as audit
from kapea.core.pack.model import Release
from kapea.core.workshops.edition_draft import EditionDraft
from kapea.core.workshops.edition_record import (
    edition_digest,
    stored_cells,
    stored_changes,
    stored_figures,
)
from kapea.learning.edition_model import FiguresEdition
from kapea.people.member import Member


class AnotherEdition(Exception):
    """Somebody published meanwhile: what would be said now is something else."""


def publish_edition(by: Member, draft: EditionDraft, release: Release, *, at: datetime) -> FiguresEdition:
    """The draft as the next edition, for good. Raises AnotherEdition."""
    record = stored_draft(draft)
    row = FiguresEdition(
        organisation_id=by.organisation,
        release=release.hash,
        by=by.id,
        published_at=at,
        digest=edition_digest(record),
        begins=draft.begins,
        ends=draft.ends,
        **{name: value for name, value in record.items() if name not in ("begins", "ends")},
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AnotherEdition from None
    audit.record(
        action="figures.publish",
        subject=f"edition:{row.id}",
        by=by.name_in_audit,
        at=at,
        organisation=row.organisation_id,
        number=row.number,
        digest=row.digest,
    )
    return row


def stored_draft(draft: EditionDraft) -> dict[str, object]:
    """All of an edition as plain values: of the same draft always the same."""
    return {
        "number": draft.number,
        "begins": draft.begins.isoformat(),
        "ends": draft.ends.isoformat(),
        "said": stored_figures(draft.said),
        "changes": stored_changes(draft.changes),
        "cells": stored_cells(draft.cells),
        "came_of": list(draft.came_of),
        "answers_of": list(draft.answers_of),
        "held": draft.held,
        "uncounted": draft.uncounted,
        "earlier": draft.earlier,
        "not_said": list(draft.not_said),
    }
