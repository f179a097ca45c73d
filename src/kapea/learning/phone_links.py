"""Answers under codes that people made up: kept apart by a mark, compared once, and gone with their key.

Nothing here shows a code, a mark, or what stands under one. Where two have one code, neither is compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import Error as AnyDatabaseError

from kapea.core.pack.measure_model import AFTER, ASKED_WHEN, BEFORE
from kapea.core.pack.model import Release
from kapea.core.workshops.own_phones import LINKS_LAST, answer_signs, measures_counted, pairs_by_item
from kapea.learning.models import LinkedAnswers, PairedCount, PhonePart, Workshop
from kapea.learning.phone_models import STILL_OPEN
from kapea.vault.link_keys import CodeLinks, Unsealable, destroy_link_key, link_key, make_link_key


def has_open_phones(row: Workshop) -> bool:
    """Whether answers on phones are neither added nor thrown away yet."""
    return PhonePart.objects.filter(STILL_OPEN, workshop=row).exists()


def prepare_links(row: Workshop, *, at: datetime) -> None:
    """Draws the key under which codes of this workshop are known, if there is none."""
    make_link_key(_key_id(row), at=at, expires_at=at + LINKS_LAST)


def links_of(row: Workshop, *, at: datetime) -> CodeLinks | None:
    """The key of a workshop's codes. None where it is gone, or the key store is away: answers count all the
    same.
    """
    try:
        return link_key(_key_id(row), at=at)
    except AnyDatabaseError:
        return None


def keep_linked(
    row: Workshop, links: CodeLinks, code: str, asked: str, answers: dict[str, str], release: Release
) -> None:
    """Keeps the answers under a code. A code that somebody had before them is dropped, with what it held."""
    mark = links.mark(code)
    better = {id: _hoped(release, id) for id in measures_counted(row.fields, asked)}
    sealed = links.seal(mark, asked, answer_signs(answers, better))
    new = {"workshop": row, "expires_at": links.expires_at}
    found, _ = LinkedAnswers.objects.get_or_create(mark=mark, defaults=new)
    if getattr(found, asked) or found.dropped:
        found.before, found.after, found.dropped = b"", b"", True
    else:
        setattr(found, asked, sealed)
    found.save()


def settle_pairs(row: Workshop, *, at: datetime) -> None:
    """Once before and after are both in: how many changed which way stays, and no code is known again."""
    added = PhonePart.objects.exclude(STILL_OPEN).filter(workshop=row).values_list("asked", flat=True)
    if set(added) != set(ASKED_WHEN):
        return
    links = links_of(row, at=at)
    before, after = (measures_counted(row.fields, when) for when in ASKED_WHEN)
    pairs = pairs_by_item(before, after, _linked(row, links) if links is not None else ())
    PairedCount.objects.bulk_create(
        PairedCount(
            workshop=row, measure=id, kept=each.kept, lost=each.lost, gained=each.gained, neither=each.neither
        )
        for id, each in pairs.items()
    )
    forget_links(row)


def forget_part(row: Workshop, asked: str) -> None:
    """What codes held of one part, whose answers are thrown away."""
    LinkedAnswers.objects.filter(workshop=row).update(**{asked: b""})


def forget_links(row: Workshop) -> int:
    """Deletes what stands under codes, and destroys their key: rather no pairs than a key that stays. How
    many rows.
    """
    gone = LinkedAnswers.objects.filter(workshop=row).delete()[0]
    destroy_link_key(_key_id(row))
    return gone


def _linked(row: Workshop, links: CodeLinks) -> Iterator[tuple[str, str]]:
    """The signs of before and of after, of codes that one person had both times."""
    for each in LinkedAnswers.objects.filter(workshop=row, dropped=False):
        if each.before and each.after:
            try:
                yield (
                    links.open(each.mark, BEFORE, bytes(each.before)),
                    links.open(each.mark, AFTER, bytes(each.after)),
                )
            except Unsealable:
                continue  # sealed under a secret or a key of before: it is not compared


def _hoped(release: Release, item: str) -> tuple[str, ...]:
    measure = release.measures.get(item)
    return measure.better if measure is not None else ()


def _key_id(row: Workshop) -> str:
    return f"workshop:{row.id}"
