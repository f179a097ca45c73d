"""Cards on a phone of one's own: a number that was shown leads to some items with three cards each.

The address says nothing, and neither does the page to whoever types no open number. What is sent is counted
and forgotten; wrong numbers are slowed without an address being kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from kapea.core.languages.known import western_digits
from kapea.core.pack.measure_model import AFTER
from kapea.core.present.card_faces import CARD_FACES
from kapea.core.workshops.own_phones import NUMBER_DIGITS
from kapea.core.workshops.self_made_codes import MOST_TYPED, UnfitCode, self_made_code
from kapea.learning.phone_answers import (
    NotOpenNow,
    PhoneAnswers,
    PhoneQuestions,
    questions_under,
    take_phone_answers,
)
from kapea.web.base.request import client_address
from kapea.web.public.address import home_path
from kapea.web.public.entry import Visit, public_page, render_in_frame, render_refuge_here
from kapea.web.public.frame import frame, ready_drawing
from kapea.web.public.rate_limit import RateLimit
from kapea.web.public.turns import WORD, SeeOther

ADDRESS, DONE = "a", "a/1"
"""By what follows a country's and language's segment."""
NUMBER, SENT, CODE = "n", "s", "c"
"""Fields: the number, that cards are sent, a code."""
WRONG_PER_MINUTE = 10
"""So many wrong numbers from one place on the network; then no number is looked at from there for a while."""
FACE = 'width="44" height="44"'

wrong_numbers = RateLimit()
"""Of this process."""


@dataclass(frozen=True, slots=True)
class NumberPage:
    """Asks for the number. `note` is a word about one that is not open."""

    action: str
    note: str
    back: str


@dataclass(frozen=True, slots=True)
class CardChoice:
    """A card of an item: what is sent, its drawing, its words, whether it was chosen."""

    card: str
    face: SafeString
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CardItem:
    """An item: its field, what is asked, its cards."""

    name: str
    ask: str
    choices: tuple[CardChoice, ...]


@dataclass(frozen=True, slots=True)
class CardsPage:
    """The items under a number. `note` is a word about what was sent; `code`: what was typed, and is none."""

    action: str
    number: str
    items: tuple[CardItem, ...]
    is_after: bool
    note: str = ""
    code: str = ""


@public_page
def answer_with_cards(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Asks for a number; shows what is asked under it; takes what is answered. All of it at one address."""
    if request.method != "POST":
        return _number_page(request, visit)
    if not wrong_numbers.has_left(client_address(request), WRONG_PER_MINUTE):
        return render_refuge_here(request, visit, "slow-down", 429)
    try:
        number = _typed_number(request)
        questions = questions_under(number, pack=visit.world.release.id, at=visit.at)
        return _answered(request, visit, questions, number)
    except NotOpenNow:
        wrong_numbers.allows(client_address(request), WRONG_PER_MINUTE)
        return _number_page(request, visit, "cards-look")


@public_page
def cards_thanks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What stands there once answers were sent; it knows of none."""
    page = NumberPage(f"{home_path(visit.world, visit.language)}{ADDRESS}", "", "")
    return _rendered(request, visit, "cards_thanks", page)


def _answered(request: HttpRequest, visit: Visit, to: PhoneQuestions, number: str) -> HttpResponse:
    page = _cards_page(request, visit, to, number)
    if SENT not in request.POST:
        return _rendered(request, visit, "cards", page)
    chosen = {id: each.card for id, item in zip(to.items, page.items, strict=True) for each in _chosen(item)}
    if not chosen:
        return _rendered(request, visit, "cards", replace(page, note="cards-none"))
    typed = request.POST.get(CODE, "")[:MOST_TYPED]
    try:
        answers = PhoneAnswers(chosen, self_made_code(typed), request.POST.get(WORD, ""))
    except UnfitCode:
        return _rendered(request, visit, "cards", replace(page, note="cards-code-wrong", code=typed))
    take_phone_answers(to, answers, at=visit.at)
    return SeeOther(f"{home_path(visit.world, visit.language)}{DONE}")


def _typed_number(request: HttpRequest) -> str:
    """The digits that were typed, of whatever script and however grouped; empty where it can be no number."""
    typed = western_digits(request.POST.get(NUMBER, "")[:MOST_TYPED])
    digits = "".join(each for each in typed if each.isascii() and each.isdigit())
    return digits if len(digits) == NUMBER_DIGITS else ""


def _number_page(request: HttpRequest, visit: Visit, note: str = "") -> HttpResponse:
    here = home_path(visit.world, visit.language)
    return _rendered(request, visit, "cards_number", NumberPage(f"{here}{ADDRESS}", note, here))


def _cards_page(request: HttpRequest, visit: Visit, to: PhoneQuestions, number: str) -> CardsPage:
    """The items, in the words with which the workshop is led, with what was chosen already."""
    items = (_item(request, visit, to, n, id) for n, id in enumerate(to.items, 1))
    return CardsPage(
        action=f"{home_path(visit.world, visit.language)}{ADDRESS}",
        number=number,
        items=tuple(items),
        is_after=to.asked == AFTER,
    )


def _item(request: HttpRequest, visit: Visit, to: PhoneQuestions, n: int, id: str) -> CardItem:
    measure, name = to.release.measures[id], f"i{n}"
    sent = request.POST.get(name, "")
    return CardItem(
        name,
        to.release.text(measure.ask, visit.language),
        tuple(
            CardChoice(
                card,
                ready_drawing(CARD_FACES[card], FACE),
                to.release.text(words, visit.language),
                card == sent,
            )
            for card, words in measure.by_card.items()
        ),
    )


def _chosen(item: CardItem) -> tuple[CardChoice, ...]:
    """The card that was chosen of an item, if any was."""
    return tuple(each for each in item.choices if each.chosen)


def _rendered(request: HttpRequest, visit: Visit, template: str, page: object) -> HttpResponse:
    """A page in its frame; in another language one begins with the number."""
    around = frame(visit.world, visit.language, ADDRESS, at=visit.at)
    return render_in_frame(request, around, template, page, 200)
