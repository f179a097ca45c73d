"""The page of a one-time link. It asks for the code that was told on the telephone; a POST opens it, once.

Nobody is signed in, and no address says more than the token. The browser keeps one random word until it is
closed: with the code typed again it goes on where a line broke, and nobody else does. Whatever opens nothing
(used, over, ended, made up) is answered as any address that is not there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kapea.care.case_saving import CaseRefused
from kapea.care.referral_answering import BY_RECEIVER, ServiceAnswer
from kapea.care.referral_clocks import zone_of
from kapea.care.referral_links import (
    NoSuchLink,
    OpenedLink,
    WrongLinkCode,
    answer_by_link,
    link_at,
    new_page_word,
    open_by_link,
    opened_again,
)
from kapea.care.referral_writing import words_sent
from kapea.content.queries import worlds
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import DeclineReason, ReferralHand, ReferralStep
from kapea.core.care.referral_states import NoSuchReferralMove, ReferralLacks, referral_steps
from kapea.core.languages.known import language as known_language
from kapea.vault.passphrases import PassphrasesBusy
from kapea.web.base.request import client_address, form_of
from kapea.web.public.rate_limit import RateLimit
from kapea.web.referring.field_lines import field_lines
from kapea.web.referring.forms import ServiceAnswerForm
from kapea.web.referring.found import seen_version
from kapea.web.referring.referral_page import turn_lines
from kapea.web.staff.forms import offer
from kapea.web.staff.frame import StaffFrame, words_by_name
from kapea.web.staff.gate import request_time
from kapea.web.staff.words import staff_languages, staff_words

TRIES_PER_MINUTE = 10
"""From one place on the network; then no code is looked at from there for a while."""
MOST_TYPED, MOST_NAME = 40, 80
CODE, WHO, PAGE = "code", "who", "page"
BROWSER = "lp"
"""The cookie of the random word."""
link_tries = RateLimit()
RECEIVER = frozenset({ReferralHand.RECEIVER})


def referral_by_link(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Asks for the code; opens it; takes an answer. All of it at one address."""
    if language not in staff_languages():
        raise Http404
    try:
        if request.method != "POST":
            link = link_at(token, at=request_time(), page=_browser_word(request))
            return _asked_for(request, _code_page(request, language, token, again=link.opened_at is not None))
        return _posted(request, language, token)
    except NoSuchLink:
        raise Http404 from None


def _browser_word(request: HttpRequest) -> str:
    return request.COOKIES.get(BROWSER, "")[:MOST_NAME]


def _asked_for(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Gives a browser its word, which goes when it is closed."""
    if not _browser_word(request):
        word, secure = new_page_word(), settings.HTTPS
        answer.set_cookie(BROWSER, word, path="/l/", secure=secure, httponly=True, samesite="Lax")
    return answer


def _posted(request: HttpRequest, language: str, token: str) -> HttpResponse:
    said, at = form_of(request), request_time()
    code, page = said.get(CODE, "")[:MOST_TYPED], said.get(PAGE, "")[:MOST_NAME]
    if not link_tries.allows(client_address(request), TRIES_PER_MINUTE):
        return _code_page(request, language, token, "fault-link-slow", 429)
    again = link_at(token, at=at, page=page or _browser_word(request)).opened_at is not None
    try:
        if page:
            return _answered(request, language, token, opened_again(token, code, page, at=at), code, at)
        if again:
            opened = opened_again(token, code, _browser_word(request), at=at)
            return _opened_page(request, language, token, opened, code)
        return _first_opened(request, language, token, code, at)
    except WrongLinkCode:
        return _code_page(request, language, token, "fault-link-code", 409, again=again)
    except PassphrasesBusy:
        return _code_page(request, language, token, "fault-link-slow", 503, again=again)


def _first_opened(request: HttpRequest, language: str, token: str, code: str, at: datetime) -> HttpResponse:
    who = form_of(request).get(WHO, "").strip()[:MOST_NAME]
    if not who:
        return _code_page(request, language, token, "fault-link-who", 409)
    zone, word = zone_of(link_at(token, at=at).referral.sender), _browser_word(request)
    opened = open_by_link(token, code, who, time_zone=zone, at=at, page=word)
    return _opened_page(request, language, token, opened, code)


def _answered(
    request: HttpRequest, language: str, token: str, opened: OpenedLink, code: str, at: datetime
) -> HttpResponse:
    form = ServiceAnswerForm(form_of(request))
    offer(form, "step", [each.value for each in BY_RECEIVER])
    if not form.is_valid():
        return _opened_page(request, language, token, opened, code, "fault-referral-unread")
    if seen_version(request) not in (0, opened.row.version):
        return _opened_page(request, language, token, opened, code, "fault-referral-changed")
    said = form.cleaned_data
    answer = ServiceAnswer(
        step=ReferralStep(said["step"]),
        named=opened.link.id,
        because=DeclineReason(said["because"]) if said["because"] else None,
        words=said["news"],
    )
    try:
        answer_by_link(opened, answer, time_zone=zone_of(opened.row.sender), at=at)
    except ReferralLacks:
        return _opened_page(request, language, token, opened, code, "fault-referral-lacks")
    except (NoSuchReferralMove, CaseRefused):
        return _opened_page(request, language, token, opened, code, "fault-referral-changed")
    return _opened_page(request, language, token, opened, code)


def _opened_page(
    request: HttpRequest, language: str, token: str, opened: OpenedLink, code: str, fault: str = ""
) -> HttpResponse:
    row = opened.row
    release = worlds.live(row.sender.pack).release
    words, stopped = staff_words(language), row.is_over_for_partner
    said = {} if stopped else words_sent(row, opened.key)
    return _page(
        request,
        language,
        "opened",
        409 if fault else 200,
        fault=fault,
        token=token,
        row=row,
        stopped=stopped,
        turns=[] if stopped else turn_lines(row, opened.key, ZoneInfo(release.time_zone), hands=RECEIVER),
        lines=field_lines(said, words, release, language if language in release.languages else "en"),
        steps=[
            each.value
            for each in referral_steps(row.is_at, CaseLevel(row.level), RECEIVER)
            if each in BY_RECEIVER
        ],
        reasons=[each.value for each in DeclineReason],
        news=form_of(request).get("news", "") if fault else "",
        because=form_of(request).get("because", "") if fault else "",
        code=code,
        page=opened.page,
    )


def _code_page(
    request: HttpRequest,
    language: str,
    token: str,
    fault: str = "",
    status: int = 200,
    *,
    again: bool = False,
) -> HttpResponse:
    others = [(each, known_language(each).name) for each in staff_languages() if each != language]
    who = form_of(request).get(WHO, "")[:MOST_NAME]
    shown = {"fault": fault, "token": token, "other_languages": others, "who": who, "again": again}
    return _page(request, language, "code", status, **shown)


def _page(request: HttpRequest, language: str, template: str, status: int, **content: Any) -> HttpResponse:
    direction = known_language(language).script.direction
    frame = StaffFrame(language, direction, (), None, "", "", ())
    around = {"frame": frame, "w": words_by_name(language)}
    return render(request, f"partner_link/{template}.html", {**content, **around}, status=status)
