"""Texts of many sessions opened at once, in as many statements as two take, each without what has to go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from kapea.core.studies.both_languages import numbers_in_both
from kapea.people.member import Member
from kapea.studies.models import Study, StudySealedText
from kapea.studies.sealed_texts import opened_text
from kapea.studies.session_rows import consent_of
from kapea.studies.session_texts import CUSTODY, TYPES, NoSuchText, TextChanged, TextKind, open_text
from kapea.studies.study_keys import study_readers
from kapea.studies.turns_gone import transcript_in, turns_disclosed, turns_gone
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.record_keys import open_records


def open_many(
    private: PrivateHalf,
    member: Member,
    study: Study,
    kind: TextKind,
    sessions: Iterable[str] | None = None,
    *,
    at: datetime,
) -> Mapping[str, Any]:
    """The texts of one kind, of some sessions or of all, that open to somebody now, without what has to go of
    them: that is cut here, whoever looks. Left out is one whose key they have not yet, which comes once
    somebody who has it opened it; and one that others keep changing meanwhile, or have just taken back.
    Outside a transaction.
    """
    if member.id not in {each.id for each in study_readers(study, CUSTODY[kind])}:
        return {}
    kept = StudySealedText.objects.filter(study=study, kind=kind.value)
    if sessions is not None:
        kept = kept.filter(session__in=list(sessions))
    texts = sorted(kept, key=lambda each: (len(each.session), each.session))
    keys = open_records(
        private,
        records=[each.record for each in texts],
        purpose=CUSTODY[kind].value,
        reader=member.id,
        organisation=member.organisation,
        at=at,
    )
    opened = {
        each.session: opened_text(each, keys[each.record], TYPES[kind])
        for each in texts
        if each.record in keys
    }
    for session in _to_be_cut(study, opened):
        del opened[session]
        with suppress(NoSuchText, TextChanged):
            opened[session] = open_text(private, member, study, session, kind, at=at).value
    return opened


def _to_be_cut(study: Study, opened: Mapping[str, Any]) -> list[str]:
    """The sessions of which something has to go: each is opened by itself, and sealed anew without it."""
    consent, disclosed = consent_of(study), turns_disclosed(study)
    return [
        session
        for session, value in opened.items()
        if turns_gone(transcript_in(value), numbers_in_both(disclosed.get(session, ())), consent)
    ]
