"""What a return code and two pictures open: news, a worker's words, and what its holder may do. Never their
own story.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kapea.care import way_back
from kapea.care.leaving import NobodyAnswers, say_more
from kapea.care.news_sources import STOP, HeardNews, take_news_answer
from kapea.care.way_back import HeldThread, heard_by, looks_of_others
from kapea.core.care.way_in import LeftKind
from kapea.core.present.contact import ContactInWords
from kapea.core.present.dates import in_words
from kapea.web.base.request import form_of
from kapea.web.public.address import home_path
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.entry import Visit, render_page
from kapea.web.public.left_forms import LeftChoice, LeftFields, left_fields, read_said, sign_choices, way_word
from kapea.web.public.way_in import BACK


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One thing that was heard: when, in which words, and a worker's own."""

    on: str
    words: str
    said: str


@dataclass(frozen=True, slots=True)
class NewsBlock:
    """What is heard of one thing, and what may be answered."""

    source: str
    about: str
    rows: tuple[NewsRow, ...]
    answers: tuple[LeftChoice, ...]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """All of it. `says`: what was just done. `looks`: when others looked; None while nobody asked."""

    action: str
    carried: str
    says: str
    news: tuple[NewsBlock, ...]
    message: LeftFields
    contact: LeftFields
    looks: tuple[str, ...] | None
    erasing: bool
    signs: tuple[LeftChoice, ...]
    contacts: tuple[ContactInWords, ...]
    back: str


@dataclass(frozen=True, slots=True)
class ThreadDone:
    """What came of something that the holder did: the word for it; `ended`: there is nothing left to show."""

    word: str
    ended: bool = False


def act_on_thread(request: HttpRequest, visit: Visit, found: HeldThread, digits: str) -> ThreadDone:
    """Does what a form of that page asks; nothing where it asks for nothing."""
    match form_of(request).get("do", ""):
        case "message":
            return _say_more(request, visit, found, LeftKind.MESSAGE)
        case "contact":
            return _say_more(request, visit, found, LeftKind.CONTACT)
        case "no-calls":
            way_back.withdraw_calls(found, at=visit.at)
            return ThreadDone("way-calls-stopped")
        case "all-back":
            way_back.withdraw_all(found, at=visit.at)
            return ThreadDone("way-taken-back")
        case "throw":
            way_back.throw_away(digits, at=visit.at)
            return ThreadDone("way-thrown", ended=True)
        case "erase":
            return _erase(request, visit, found, digits)
        case "keep":
            way_back.keep_after_all(found, at=visit.at)
            return ThreadDone("way-kept")
        case "answer":
            return _answer(request, visit, found)
    return ThreadDone("")


def _say_more(request: HttpRequest, visit: Visit, found: HeldThread, kind: LeftKind) -> ThreadDone:
    form = form_of(request)
    said = read_said(visit, kind, form, at=visit.at)
    if said is None:
        return ThreadDone("way-not-sent" if form.get("yes") == "no" else "way-missing")
    try:
        say_more(found.row, said, visit.world.release, at=visit.at)
    except NobodyAnswers:
        return ThreadDone("way-none")
    return ThreadDone("way-sent")


def _erase(request: HttpRequest, visit: Visit, found: HeldThread, digits: str) -> ThreadDone:
    """Only for whoever chooses the right pictures once more: who holds an open phone cannot."""
    again = way_back.opened_thread(digits, form_of(request).getlist("sign"), at=visit.at)
    if again is None:
        return ThreadDone("way-back-later", ended=True)
    if way_back.ask_to_erase(again, at=visit.at):
        return ThreadDone("way-erased", ended=True)
    return ThreadDone("way-erase-tomorrow")


def _answer(request: HttpRequest, visit: Visit, found: HeldThread) -> ThreadDone:
    form = form_of(request)
    source, about, says = (form.get(name, "") for name in ("source", "about", "says"))
    taken = take_news_answer(found.row.id, source, about, says, at=visit.at)
    return ThreadDone("way-sent" if taken else "way-missing")


def render_thread(
    request: HttpRequest, visit: Visit, found: HeldThread, carried: str, says: str
) -> HttpResponse:
    """The page. `carried`: the code, for its forms."""
    found.row.refresh_from_db()
    form, here = form_of(request), home_path(visit.world, visit.language)
    failed = says == "way-missing"
    typed = form if failed else type(form)()
    page = ThreadPage(
        action=f"{here}{BACK}",
        carried=carried,
        says=way_word(visit, says) if says else "",
        news=tuple(_block(visit, each) for each in heard_by(found, visit.world.release, at=visit.at)),
        message=left_fields(visit, LeftKind.MESSAGE, typed),
        contact=left_fields(visit, LeftKind.CONTACT, typed),
        looks=_looks(visit, found) if form.get("do") == "looks" else None,
        erasing=found.row.erase_asked_at is not None,
        signs=sign_choices(visit, ()),
        contacts=urgent_cards(visit.world, visit.language, at=visit.at),
        back=here,
    )
    return render_page(request, visit, "held_thread", page)


def _block(visit: Visit, heard: HeardNews) -> NewsBlock:
    rows = tuple(
        NewsRow(_day(visit, each.on.isoformat()), way_word(visit, f"news-{each.word}"), each.said)
        for each in heard.lines
    )
    codes = [str(each.value) for each in heard.answers] + ([STOP] if heard.may_stop else [])
    answers = tuple(LeftChoice(each, way_word(visit, f"says-{each.replace('_', '-')}")) for each in codes)
    return NewsBlock(heard.source, heard.about, rows, answers)


def _looks(visit: Visit, found: HeldThread) -> tuple[str, ...]:
    """The days on which others looked, each once. Who that was is no name: a worker."""
    days = dict.fromkeys(look.at.date().isoformat() for look in looks_of_others(found))
    return tuple(f"{way_word(visit, 'way-look')} {_day(visit, each)}." for each in days)


def _day(visit: Visit, day: str) -> str:
    return in_words(day, visit.language)
