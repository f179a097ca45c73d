"""What is answered from memory, before Django is asked or instead of it. Called on the event loop: nothing
here may ever wait.
"""

from __future__ import annotations

from django.http.cookie import parse_cookie

from kapea.config.gateway.app import HttpAnswer
from kapea.config.gateway.environ import Scope
from kapea.web.public import last_resort, own_tab, ready
from kapea.web.public.cookies import LEFT


def last_words(status: int, scope: Scope) -> HttpAnswer:
    """Who can help, where there is nothing else to say."""
    left = scope.method != "POST" and LEFT in parse_cookie(_cookies(scope))
    page = last_resort.last_resort.page(scope.path, scope.headers.get("accept-language", ""), left=left)
    return HttpAnswer(status, last_resort.HEADERS, page.encode())


def at_once(scope: Scope) -> HttpAnswer | None:
    """A page that everybody asks for just now."""
    if scope.method != "GET" or scope.query_string:
        return None
    get = scope.headers.get
    asked = get("host", ""), scope.path, _cookies(scope), get("accept-encoding", "")
    found = ready.recent_answer(*asked, guess=own_tab.is_guess(get))
    return HttpAnswer(200, found.headers, found.body) if found else None


def _cookies(scope: Scope) -> str:
    """One line of them, in however many they came."""
    return "; ".join(scope.headers.get_all("cookie"))
