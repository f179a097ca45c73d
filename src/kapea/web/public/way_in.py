"""Where somebody may leave something for people who answer. The addresses say nothing; no page works without
somebody who answers, and none needs a script.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kapea.care.answering_desks import Answering, names_of
from kapea.care.leaving import Leaving, NobodyAnswers, leave_first
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.way_in import SOON, LeftKind, WhoLeaves, signs_in_order
from kapea.core.present.contact import ContactInWords
from kapea.people.ids import new_id
from kapea.vault.code_digits import shown_code
from kapea.vault.passphrases import PassphrasesBusy
from kapea.vault.return_codes import NoPepper
from kapea.web.base.request import client_address, form_of
from kapea.web.public.address import home_path
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.entry import Visit, public_page, render_page, render_refuge_here
from kapea.web.public.left_forms import (
    LeftChoice,
    LeftFields,
    left_choices,
    left_fields,
    read_said,
    sign_choices,
    way_word,
)
from kapea.web.public.offered_answers import offered
from kapea.web.public.rate_limit import RateLimit

ADDRESS, BACK = "d", "b"
KINDS = {1: LeftKind.CONTACT, 2: LeftKind.MESSAGE}
"""What is left, by the number in the address."""
PICTURES = {LeftKind.CONTACT: "phone-call", LeftKind.MESSAGE: "write-down"}
LEFT_PER_MINUTE = 6
left = RateLimit()
FORM_ID = re.compile(r"[a-z2-9]{16}")
GROUPS = (4, 8)
"""As a code is shown: like that of a card, and like two numbers."""


@dataclass(frozen=True, slots=True)
class WaysPage:
    """What may be left here, who reads it, and how long it takes."""

    contacts: tuple[ContactInWords, ...]
    says: tuple[str, ...]
    ways: tuple[tuple[str, str, str], ...]
    code_address: str
    back: str


@dataclass(frozen=True, slots=True)
class LeavePage:
    """A form for one thing. `note`: why it is shown again, with what was written in it."""

    action: str
    form: str
    says: tuple[str, ...]
    fields: LeftFields
    organisations: tuple[LeftChoice, ...]
    levels: tuple[LeftChoice, ...]
    who: tuple[LeftChoice, ...]
    signs: tuple[LeftChoice, ...]
    note: str
    back: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code, shown once, in both ways to write it down; the two pictures, and where it is typed. `by_call`:
    it can be pressed in a call, too.
    """

    codes: tuple[str, ...]
    signs: tuple[LeftChoice, ...]
    address: str
    by_call: bool
    contacts: tuple[ContactInWords, ...]
    back: str


@public_page
def ways_in(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What may be left; where nobody answers, who does."""
    found, _ = offered.of(visit.world.release.id, at=visit.at)
    if not found:
        return render_refuge_here(request, visit, "way-none")
    here = home_path(visit.world, visit.language)
    page = WaysPage(
        contacts=urgent_cards(visit.world, visit.language, at=visit.at),
        says=_who_reads(visit, found),
        ways=tuple(
            (f"{here}{ADDRESS}/{number}", way_word(visit, f"way-{kind.value}"), PICTURES[kind])
            for number, kind in KINDS.items()
        ),
        code_address=f"{here}{BACK}",
        back=here,
    )
    return render_page(request, visit, "ways_in", page)


@public_page
def leave_something(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The form for one thing; a POST leaves it, or says what is missing."""
    kind = KINDS.get(number)
    found, _ = offered.of(visit.world.release.id, at=visit.at)
    if kind is None or not found:
        return render_refuge_here(request, visit, "way-none")
    if request.method != "POST":
        return render_page(request, visit, "leave_words", _form_page(request, visit, number, found))
    if form_of(request).get("yes") == "no":
        return render_refuge_here(request, visit, "way-not-sent")
    leaving = _leaving(request, visit, kind, found)
    if leaving is None:
        page = _form_page(request, visit, number, found, "way-missing")
        return render_page(request, visit, "leave_words", page)
    try:
        if left.allows(client_address(request), LEFT_PER_MINUTE):
            return _leave(request, visit, leaving)
    except (NobodyAnswers, NoPepper):
        return render_refuge_here(request, visit, "way-none")
    except PassphrasesBusy:
        pass
    page = _form_page(request, visit, number, found, "slow-down")
    return render_page(request, visit, "leave_words", page, 429)


def _leaving(
    request: HttpRequest, visit: Visit, kind: LeftKind, found: tuple[Answering, ...]
) -> Leaving | None:
    """What a form brought; None while something is missing."""
    form = form_of(request)
    chosen = [each for each in found if each.organisation == form.get("o", "")] or list(found[:1])
    said, signs = read_said(visit, kind, form, at=visit.at), signs_in_order(form.getlist("sign"))
    id, level, who = (form.get(name, "") for name in ("form", "level", "who"))
    levels, whose = {each.value for each in SOON}, {each.value for each in WhoLeaves}
    must_choose = len(found) > 1 and form.get("o", "") != chosen[0].organisation
    if said is None or not signs or level not in levels or who not in whose or must_choose:
        return None
    return Leaving(
        id=id if FORM_ID.fullmatch(id) else new_id(),
        organisation=chosen[0].organisation,
        level=CaseLevel(level),
        who=WhoLeaves(who),
        signs=signs,
        said=said,
    )


def _leave(request: HttpRequest, visit: Visit, leaving: Leaving) -> HttpResponse:
    """Leaves it. Raises NobodyAnswers, NoPepper, PassphrasesBusy: then nothing was left."""
    code = leave_first(leaving, visit.world.release, at=visit.at)
    here = home_path(visit.world, visit.language)
    page = CodePage(
        codes=tuple(shown_code(code.digits, group) for group in GROUPS),
        signs=tuple(each for each in sign_choices(visit, leaving.signs.split()) if each.chosen),
        address=f"{request.get_host()}{here}{BACK}",
        by_call=visit.world.release.id == settings.KAPEA_VOICE_PACK,
        contacts=urgent_cards(visit.world, visit.language, at=visit.at),
        back=here,
    )
    return render_page(request, visit, "code_once", page)


def _form_page(
    request: HttpRequest,
    visit: Visit,
    number: int,
    found: tuple[Answering, ...],
    note: str = "",
) -> LeavePage:
    """The form, with what was typed and chosen before."""
    form, here = form_of(request), home_path(visit.world, visit.language)
    typed_id, chosen = form.get("form", ""), form.get("o", "")
    several = tuple(
        LeftChoice(each.organisation, each.name, "", each.organisation == chosen) for each in found
    )
    return LeavePage(
        action=f"{here}{ADDRESS}/{number}",
        form=typed_id if FORM_ID.fullmatch(typed_id) else new_id(),
        says=_who_reads(visit, found),
        fields=left_fields(visit, KINDS[number], form),
        organisations=several if len(found) > 1 else (),
        levels=left_choices(visit, "way-level", [each.value for each in SOON], [form.get("level", "")]),
        who=left_choices(visit, "way-who", [each.value for each in WhoLeaves], [form.get("who", "")]),
        signs=sign_choices(visit, form.getlist("sign")),
        note=way_word(visit, note) if note else "",
        back=f"{here}{ADDRESS}",
    )


def _who_reads(visit: Visit, found: tuple[Answering, ...]) -> tuple[str, ...]:
    """Who reads it, how long that takes, and what is not promised."""
    hours = max(each.hours for each in found)
    return (
        f"{way_word(visit, 'way-read-by')} {names_of(found)}.",
        f"{way_word(visit, 'way-wait')} {hours}.",
        way_word(visit, "way-limit"),
    )
