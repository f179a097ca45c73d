"""Where the web takes turns: one place that makes an event and its key out of a form, and answers it.

Each copy of a page sends its forms with another scattering of the visitor's secret word. So the word as sent,
with what was answered and where, is the key of the event: the same form sent twice is one event, the same
answer on a page asked for again is another. A form that begins a conversation makes its token in the same
way, so that sent twice it begins one.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kapea.core.dialogue.events import Answer, Event, Move, Near, Said
from kapea.core.dialogue.likely_tiles import MAX_SAID
from kapea.core.dialogue.once import After
from kapea.core.doors import limits
from kapea.guide import actions, keys
from kapea.guide.actions import Beginning
from kapea.web.base.request import client_address
from kapea.web.public import own_tab, steps
from kapea.web.public.cookies import KEY, LEFT
from kapea.web.public.entry import Visit, render_refuge_here
from kapea.web.public.rate_limit import flood

MOVES = ("help", "back", "restart")
MAX_KEY = 40
SHARED_PHONE = "o"
"""The field in which a form says that others use this phone too."""
WORD = "csrfmiddlewaretoken"
"""The field in which a form sends the visitor's secret word."""


class SeeOther(HttpResponseRedirect):
    """303: the answer to a form is a page of its own, so reloading sends nothing twice."""

    status_code = 303


def take_answer(request: HttpRequest, visit: Visit, n: int) -> HttpResponse:
    """Takes the answer to what stood there after `n` answers; the first may begin a conversation.

    A page of another conversation than the one that runs now changes nothing, and is shown nothing of it.
    """
    token, turn = own_tab.token_of(request), None
    if token and "b" not in request.POST:
        turn = _take(request, visit, token, After(n, _event(request)), pack=visit.world.release.id)
    if turn is not None:
        return _on_to_step(request, visit, turn, token, n)
    if n > 0 or own_tab.TAG in request.POST:
        return render_refuge_here(request, visit, "lost")
    return begin_journey(request, visit, _event(request))


def begin_journey(
    request: HttpRequest, visit: Visit, event: Event | None, journey: str = "help", code: str = ""
) -> HttpResponse:
    """A new conversation in place of any old one, unless too many begin from one place at once. `code` says
    which lessons were done before.
    """
    if not flood.allows(client_address(request), settings.KAPEA_NEW_PER_MINUTE):
        return render_refuge_here(request, visit, "slow-down", 429)
    token, first = _new_token(request), After(0, event) if event is not None else None
    beginning = Beginning(visit.world, journey, SHARED_PHONE in request.POST, code)
    turn = _take(request, visit, token, first, beginning=beginning)
    assert turn is not None, "where a beginning is given, a conversation begins"
    before = request.COOKIES.get(KEY, "")
    if turn.begun and before:
        actions.forget(keys.of_token(before))
    return _on_to_step(request, visit, turn, token, 0)


def _take(
    request: HttpRequest,
    visit: Visit,
    token: str,
    event: After | None,
    *,
    pack: str = "",
    beginning: Beginning | None = None,
) -> actions.Turn | None:
    return actions.take(
        keys.of_token(token),
        event,
        _event_key(request),
        at=visit.at,
        language=visit.language,
        door=limits.WEB.name,
        pack=pack,
        beginning=beginning,
    )


def _on_to_step(request: HttpRequest, visit: Visit, turn: actions.Turn, token: str, n: int) -> HttpResponse:
    """On to where the conversation stands. A form sent again leads where it led the first time.

    A browser that does not say where it comes from would be shown nothing there: it is given the page.
    """
    depth = min(n + 1, turn.depth) if turn.repeated else turn.depth
    if own_tab.led_here(request) or turn.state is None:
        response: HttpResponse = SeeOther(steps.step_address(visit, depth, token))
    else:
        response = steps.show_step(request, visit, turn.world, turn.state, depth, token)
    response.set_cookie(KEY, token, httponly=True, samesite="Lax", secure=settings.HTTPS)
    if LEFT in request.COOKIES:
        response.delete_cookie(LEFT, samesite="Lax")
    return response


def _event(request: HttpRequest) -> Event:
    """What a form says: where somebody is, a move, words, or the key of an answer that may not be offered.

    Who writes, and taps a tile instead of Send, said both.
    """
    if "n" in request.POST:
        return Near(request.POST.get("p", "")[:MAX_KEY])
    if (move := request.POST.get("m", "")) in MOVES:
        return Move(move)
    words, answer = request.POST.get("w", "")[:MAX_SAID], request.POST.get("a", "")[:MAX_KEY]
    if words.strip():
        return Said(words, answer)
    return Answer(answer) if answer or "say" not in request.POST else Move("repeat")


def _form(request: HttpRequest) -> bytes:
    """What tells this copy of a form from every other; empty where it brings no secret word."""
    word = request.POST.get(WORD, "")
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return f"{word}\0{cookie}\0{request.path_info}".encode() if word else b""


def _event_key(request: HttpRequest) -> bytes:
    said = "\0".join(request.POST.get(name, "") for name in ("w", "m", "a", "n", "p"))
    form = _form(request)
    return form + b"\0" + said.encode() if form else secrets.token_bytes(16)


def _new_token(request: HttpRequest) -> str:
    form = _form(request)
    return keys.token_of_form(form) if form else keys.new_token()
