"""A conversation opens in its own tab only (docs/adr/0016).

The cookie belongs to the whole browser, and so to whoever holds the phone next. So a page of a conversation
also names which one it belongs to, and is shown only to whom a page of ours led there.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kapea.guide import keys
from kapea.guide.ended import ended
from kapea.web.base.request import form_of, query_of
from kapea.web.public.cookies import KEY

TAG = "c"
"""In which a form and an address say which conversation they belong to."""
GUESSES = ("sec-purpose", "purpose", "x-moz", "x-purpose")
"""Headers by which a browser says that nobody has asked yet, and that it fetches what may be asked for."""


def token_of(request: HttpRequest) -> str:
    """The token in the visitor's cookie, where what they send or ask for is of that very conversation; else
    empty. A page of an earlier one, in a tab that stayed open, is of another.
    """
    token = request.COOKIES.get(KEY, "")
    said = (form_of if request.method == "POST" else query_of)(request).get(TAG, "")
    return token if token and said == keys.tag_of(token) else ""


def led_here(request: HttpRequest) -> bool:
    """Whether a page of ours led here, in this tab: no typed address, no history, no new tab, no other site.

    A browser that names the page before, as it does again on Reload and Back, has come from there: to what
    somebody typed or chose from a list no page leads. One that names none is believed in `same-origin` of
    what it shows as a page. All that a worker fetches, which keeps this help for one, is `same-origin`.
    """
    told = request.META.get
    if str(told("HTTP_REFERER", "")).startswith(f"{request.scheme}://{request.get_host()}/"):
        return told("HTTP_SEC_FETCH_SITE") not in ("cross-site", "same-site")
    return told("HTTP_SEC_FETCH_DEST") == "document" and told("HTTP_SEC_FETCH_SITE") == "same-origin"


def is_guess(header: Callable[[str, str], str]) -> bool:
    """Whether a browser fetches what its owner has not asked for yet, by the headers of a request."""
    return any(header(name, "").startswith(("prefetch", "preview")) for name in GUESSES)


def end_walk(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A first view as it is given: from here on nothing in this browser opens what was walked before.

    A guess is refused where there is something to end: it may be shown later without another request.
    """
    token = request.COOKIES.get(KEY, "")
    if request.method != "GET" or not token:
        return response
    if is_guess(request.headers.get):
        return HttpResponse(status=403)
    ended.add(keys.of_token(token))
    response.delete_cookie(KEY, samesite="Lax")
    return response
