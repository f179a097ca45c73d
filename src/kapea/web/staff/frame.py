"""What stands around every page of staff: their language, who they are, where they can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from kapea.core.languages.accept import accepted_languages
from kapea.core.languages.known import language as known_language
from kapea.core.staff.rules import rule_of
from kapea.people.member import Member
from kapea.people.models import Organisation
from kapea.web.staff.addresses import came_by_gate
from kapea.web.staff.cookies import LANGUAGE
from kapea.web.staff.words import ENGLISH, staff_languages, staff_words

PLACES = (
    ("office", "office", "/staff/office/"),
    ("cases.list", "desk", "/staff/desk/"),
    ("referrals.list", "referrals", "/staff/referrals/"),
    ("act-first.list", "acted-first", "/staff/referrals/acted-first"),
    ("received.list", "received", "/staff/referrals/received"),
    ("protocols.list", "protocols", "/staff/referrals/protocols"),
    ("helpline.list", "helpline", "/staff/desk/contacts"),
    ("workshops.list", "workshops", "/staff/workshops/"),
    ("training.own", "training", "/staff/workshops/training"),
    ("training.list", "trainees", "/staff/workshops/training/people"),
    ("figures.list", "figures", "/staff/workshops/figures"),
    ("studies.list", "studies", "/staff/studies/"),
    ("directory.list", "directory", "/staff/directory/"),
    ("members.list", "people", "/staff/office/people"),
    ("invitations.list", "invitations", "/staff/office/invitations"),
    ("organisation.read", "organisation", "/staff/office/organisation"),
    ("audit.list", "audit", "/staff/office/audit"),
    ("doors.read", "doors", "/staff/office/doors"),
    ("counts.read", "counts", "/staff/office/counts"),
    ("own.read", "own", "/staff/own"),
)
"""Where one can go: the rule of the page, its word, its address. Each sees those that their role may open."""


@dataclass(frozen=True, slots=True)
class StaffPlace:
    """A page to go to."""

    word: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class StaffFrame:
    """`other_languages` are code and name of each that pages can also be read in."""

    language: str
    direction: str
    other_languages: tuple[tuple[str, str], ...]
    member: Member | None
    organisation: str
    role: str
    places: tuple[StaffPlace, ...]


def language_of(request: HttpRequest) -> str:
    """Theirs, once somebody is signed in; before, what they chose here or what their browser asks for."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.language in staff_languages():
        return str(user.language)
    return language_of_browser(request)


def language_of_browser(request: HttpRequest) -> str:
    """What somebody chose here, or what their browser asks for, whoever they are."""
    accepted = accepted_languages(request.headers.get("Accept-Language", ""))
    wanted = (request.COOKIES.get(LANGUAGE, ""), *accepted)
    return next((each for each in wanted if each in staff_languages()), ENGLISH)


def staff_frame(request: HttpRequest) -> StaffFrame:
    """The frame of a request's page. Where nobody is let in yet, nobody is named and nothing is offered."""
    code, member = language_of(request), getattr(request, "member", None)
    words = staff_words(code)
    name = Organisation.objects.get(id=member.organisation).name if member else ""
    return StaffFrame(
        language=code,
        direction=known_language(code).script.direction,
        other_languages=tuple(
            (each, known_language(each).name) for each in staff_languages() if each != code
        ),
        member=member,
        organisation=name,
        role=words[f"role-{member.role.value}"] if member else "",
        places=_places(member, words, request.path_info) if member else (),
    )


def staff_context(request: HttpRequest) -> Mapping[str, Any]:
    """For every template of staff: the frame, and the words by name with `_` for `-`."""
    if not came_by_gate(request):
        return {}
    frame = staff_frame(request)
    return {"frame": frame, "w": words_by_name(frame.language), "request": request}


def page_for_nobody(template: str, language: str, **content: Any) -> str:
    """A page in the frame of staff in which nobody is named and nothing is offered: without a request, and
    without a look into a database.
    """
    frame = StaffFrame(language, known_language(language).script.direction, (), None, "", "", ())
    return render_to_string(template, {**content, "frame": frame, "w": words_by_name(language)})


def words_by_name(language: str) -> dict[str, str]:
    """Every word of a language, by its name in templates."""
    return {id.replace("-", "_"): said for id, said in staff_words(language).items()}


def render_staff(request: HttpRequest, template: str, status: int = 200, **content: Any) -> HttpResponse:
    """A page of staff."""
    return render(request, template, content, status=status)


def _places(member: Member, words: Mapping[str, str], here: str) -> tuple[StaffPlace, ...]:
    return tuple(
        StaffPlace(words[f"place-{word}"], href, here == href)
        for rule, word, href in PLACES
        if rule_of(rule).relations(member.role)
    )
