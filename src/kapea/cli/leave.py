"""kapea leave: something for people who answer, at a terminal. The same questions as on the page, one by one.

Nothing is kept before the last of them is answered with yes. No name, birth date, sex or place is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kapea.cli import common
from kapea.cli.come_back import ScreenWords, contacts_said, live_world
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.way_in import SIGNS, SOON, LeftKind, WhoLeaves, signs_in_order

if TYPE_CHECKING:
    from kapea.care.answering_desks import Answering
    from kapea.care.leaving import LeftThing

GROUPS = (4, 8)


@click.command("leave")
@click.argument("pack")
@click.option("--language", help="The language to speak (default: the pack's own).")
def leave_for_workers(pack: str, language: str | None) -> None:
    """Leave something in PACK for people who answer: that somebody may contact you, or a message.

    Only where an organisation answers; elsewhere it says which lines do. Each question has numbers to choose
    from; nothing typed, and nothing is left. It is kept after your own yes alone. Then the number to come
    back with is shown once, and goes from the screen with the next key.
    """
    from kapea.care.answering_desks import answering_in, names_of

    common.database(patient=True, keys=True)
    at, world = common.now(), live_world(pack)
    said = language if language in world.release.languages else world.release.languages[0]
    words = ScreenWords(world, said)
    found = answering_in(pack, at=at)
    if not found:
        click.echo("\n".join([words("way-none"), *contacts_said(words, at)]))
        return
    hours = max(each.hours for each in found)
    click.echo("\n".join([words("way-danger"), *contacts_said(words, at)]))
    click.echo(f"{words('way-read-by')} {names_of(found)}.\n{words('way-wait')} {hours}.")
    click.echo(f"{words('way-limit')}\n{words('way-no-name')}")
    try:
        _leave(words, found, at)
    except (click.Abort, _LeftOut):
        click.echo("\n" + words("way-not-sent"))


class _LeftOut(Exception):
    """A question was not answered: nothing is left."""


def _leave(words: ScreenWords, found: Sequence[Answering], at: datetime) -> None:
    from kapea.care.leaving import Leaving, NobodyAnswers, leave_first
    from kapea.people.ids import new_id
    from kapea.vault.passphrases import PassphrasesBusy
    from kapea.vault.return_codes import NoPepper

    kinds = (LeftKind.CONTACT, LeftKind.MESSAGE)
    kind = LeftKind(_one(words, "page-way", "way", [each.value for each in kinds]))
    organisation = found[0].organisation
    if len(found) > 1:
        organisation = _picked(words, "way-whom", {each.organisation: each.name for each in found})
    level = CaseLevel(_one(words, "way-level", "way-level", [each.value for each in SOON]))
    who = WhoLeaves(_one(words, "way-who", "way-who", [each.value for each in WhoLeaves]))
    fields = _fields(words, kind)
    signs = _signs(words)
    said = _agreed(words, kind, fields, at)
    try:
        leaving = Leaving(
            id=new_id(), organisation=organisation, level=level, who=who, signs=signs, said=said
        )
        code = leave_first(leaving, words.world.release, at=at)
    except (NobodyAnswers, NoPepper):
        click.echo("\n".join([words("way-none"), *contacts_said(words, at)]))
        return
    except PassphrasesBusy:
        common.stop(words("slow-down"), common.NOT_NOW)
    _show_once(words, code.digits, signs, at)


def _fields(words: ScreenWords, kind: LeftKind) -> dict[str, list[str]]:
    """What is written, by the names of the fields of the page."""
    from kapea.core.care.safe_contact import WEEK, ContactMethod, IfOthersAnswer

    if kind is LeftKind.MESSAGE:
        click.echo(words("way-words-hint"))
        return {"words": [_typed(words("way-words"))]}
    how = _one(words, "way-how", "way-how", [each.value for each in ContactMethod])
    reach = _typed(words("way-reach"))
    days = _several(words, "way-days", "day", [str(each) for each in sorted(WEEK)])
    hours = [_typed(words(name)) for name in ("way-from", "way-to")]
    others = _one(words, "way-others", "way-others", [each.value for each in IfOthersAnswer])
    return {
        "how": [how],
        "reach": [reach],
        "day": days,
        "from": hours[:1],
        "to": hours[1:],
        "others": [others],
    }


def _agreed(words: ScreenWords, kind: LeftKind, fields: dict[str, list[str]], at: datetime) -> LeftThing:
    """What was written, under the yes to that very thing; read as a form of the page is."""
    from django.http import QueryDict

    from kapea.core.care.retention import retention_days
    from kapea.web.public.entry import Visit
    from kapea.web.public.left_forms import CONSENTS, RETAINED, read_said

    kept = retention_days(words.world.release, RETAINED[kind])
    click.echo(f"{words('way-days-kept')} {kept}.")
    consent = _picked(words, CONSENTS[kind].removeprefix("word."), {"yes": words("yes"), "no": words("no")})
    form = QueryDict(mutable=True)
    for name, values in {**fields, "yes": [consent]}.items():
        form.setlist(name, values)
    said = read_said(Visit(words.world, words.language, at), kind, form, at=at)
    if said is None:
        if consent == "yes":
            click.echo(words("way-missing"))
        raise _LeftOut
    return said


def _show_once(words: ScreenWords, digits: str, signs: str, at: datetime) -> None:
    from kapea.vault.code_digits import shown_code

    one, other = (shown_code(digits, group) for group in GROUPS)
    click.echo(f"\n{words('page-code')}\n{one}\n{words('way-code-other')} {other}")
    click.echo(f"{words('way-code-once')} {words('way-code-card')}\n{words('way-code-pictures')}")
    click.echo(", ".join(words(f"sign-{each}") for each in signs.split()))
    click.echo(f"{words('way-code-lost')}\n" + "\n".join(contacts_said(words, at)))
    click.prompt("", default="", show_default=False, prompt_suffix="")
    click.clear()


def _signs(words: ScreenWords) -> str:
    click.echo("\n" + words("way-signs"))
    click.echo("\n".join(f"{n:4}  {words(f'sign-{each}')}" for n, each in enumerate(SIGNS, 1)))
    signs = signs_in_order(_by_number(SIGNS, click.prompt("", hide_input=True, prompt_suffix="> ")))
    if not signs:
        click.echo(words("way-missing"))
        raise _LeftOut
    return signs


def _one(words: ScreenWords, asked: str, stem: str, values: Sequence[str]) -> str:
    return _picked(words, asked, {each: words(f"{stem}-{each.replace('_', '-')}") for each in values})


def _several(words: ScreenWords, asked: str, stem: str, values: Sequence[str]) -> list[str]:
    _list(words(asked), [words(f"{stem}-{each}") for each in values])
    return _by_number(values, click.prompt("", default="", show_default=False, prompt_suffix="> "))


def _picked(words: ScreenWords, asked: str, named: dict[str, str]) -> str:
    """The one that is chosen by its number."""
    _list(words(asked), named.values())
    chosen = _by_number(list(named), click.prompt("", default="", show_default=False, prompt_suffix="> "))
    if len(chosen) != 1:
        raise _LeftOut
    return chosen[0]


def _list(asked: str, named: Iterable[str]) -> None:
    click.echo(f"\n{asked}")
    click.echo("\n".join(f"{n:4}  {each}" for n, each in enumerate(named, 1)))


def _by_number(values: Sequence[str], typed: str) -> list[str]:
    numbers = [int(each) for each in typed.replace(",", " ").split() if each.isdecimal() and len(each) < 4]
    return [values[n - 1] for n in numbers if 0 < n <= len(values)]


def _typed(asked: str) -> str:
    said = str(click.prompt(f"\n{asked}", default="", show_default=False, prompt_suffix="\n> ")).strip()
    if not said:
        raise _LeftOut
    return said
