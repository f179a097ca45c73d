"""Where somebody comes back with a return code. One address for all of it, which says nothing.

Whatever was typed meets the same question: nothing is looked up before it is answered. After it a code that
is wrong, thrown away or over, and other pictures than the right ones, meet one and the same page, in the same
time: none of them tells that there is anything to open.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kapea.care import way_back
from kapea.care.same_moment import at_same_moment
from kapea.care.way_back import HeldThread
from kapea.core.present.contact import ContactInWords
from kapea.vault.code_steps import CodeStage, carried_code, carried_digits, carry_code
from kapea.vault.passphrases import PassphrasesBusy
from kapea.vault.return_codes import NoPepper
from kapea.web.base.request import client_address, form_of
from kapea.web.public.address import home_path
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.entry import Visit, public_page, render_page, render_refuge_here
from kapea.web.public.held_thread import act_on_thread, render_thread
from kapea.web.public.left_forms import LeftChoice, sign_choices
from kapea.web.public.rate_limit import RateLimit
from kapea.web.public.way_in import BACK

ANSWERS_PER_MINUTE = 6
"""Second answers of one place: each costs as much as signing in."""
answers = RateLimit()
MOST_TYPED = 100


@dataclass(frozen=True, slots=True)
class TypePage:
    """Where the code is typed."""

    action: str
    back: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The second question. `carried`: what was typed, sealed."""

    action: str
    carried: str
    signs: tuple[LeftChoice, ...]
    contacts: tuple[ContactInWords, ...]


@dataclass(frozen=True, slots=True)
class RestPage:
    """Who can help now; and a way to type once more."""

    contacts: tuple[ContactInWords, ...]
    again: str
    back: str


@public_page
def come_back(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The code is typed; the second question; what they open."""
    form = form_of(request)
    if request.method != "POST" or not ({"typed", "t", "o"} & set(form)):
        return _type_page(request, visit)
    if "typed" in form:
        return _ask_page(request, visit, form.get("typed", "")[:MOST_TYPED])
    stage = CodeStage.TYPED if "t" in form else CodeStage.OPENED
    carried = carried_code(form.get("t", form.get("o", "")), stage, browser=_browser(request), at=visit.at)
    if carried is None:
        return _type_page(request, visit)
    if not answers.allows(client_address(request), ANSWERS_PER_MINUTE * (1 if "t" in form else 3)):
        return render_refuge_here(request, visit, "slow-down", 429)
    try:
        if stage is CodeStage.TYPED:
            return at_same_moment(lambda: _second_answer(request, visit, carried.digits))
        return _opened(request, visit, carried.digits)
    except PassphrasesBusy:
        return render_refuge_here(request, visit, "slow-down", 429)
    except NoPepper:
        return _rest_page(request, visit)


def _second_answer(request: HttpRequest, visit: Visit, digits: str) -> HttpResponse:
    form = form_of(request)
    if "throw" in form:
        way_back.throw_away(digits, at=visit.at)
        return _rest_page(request, visit)
    if "no" in form:
        way_back.say_not_now(digits, at=visit.at)
        return _rest_page(request, visit)
    found = way_back.opened_thread(digits, form.getlist("sign"), at=visit.at)
    if found is None:
        return _rest_page(request, visit)
    return _thread(request, visit, found, digits)


def _opened(request: HttpRequest, visit: Visit, digits: str) -> HttpResponse:
    """What the holder does, once their pictures were the right ones."""
    found = way_back.reopened_thread(digits, at=visit.at)
    if found is None:
        return _rest_page(request, visit)
    done = act_on_thread(request, visit, found, digits)
    if done.ended:
        return render_refuge_here(request, visit, done.word)
    return _thread(request, visit, found, digits, done.word)


def _thread(
    request: HttpRequest, visit: Visit, found: HeldThread, digits: str, says: str = ""
) -> HttpResponse:
    carried = carry_code(digits, CodeStage.OPENED, browser=_browser(request), at=visit.at)
    return render_thread(request, visit, found, carried, says)


def _type_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    here = home_path(visit.world, visit.language)
    return render_page(request, visit, "code_typed", TypePage(f"{here}{BACK}", here))


def _ask_page(request: HttpRequest, visit: Visit, typed: str) -> HttpResponse:
    """The same for whatever was typed: nothing has been looked up."""
    digits = carried_digits(typed)
    page = AskPage(
        action=f"{home_path(visit.world, visit.language)}{BACK}",
        carried=carry_code(digits, CodeStage.TYPED, browser=_browser(request), at=visit.at),
        signs=sign_choices(visit, ()),
        contacts=urgent_cards(visit.world, visit.language, at=visit.at),
    )
    return render_page(request, visit, "code_asked", page)


def _rest_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    here = home_path(visit.world, visit.language)
    contacts = urgent_cards(visit.world, visit.language, at=visit.at)
    return render_page(request, visit, "code_rest", RestPage(contacts, f"{here}{BACK}", here))


def _browser(request: HttpRequest) -> str:
    """What only this browser has: the secret word of its forms."""
    return str(request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""))
