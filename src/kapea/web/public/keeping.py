"""Keeping this help on a phone, over HTTP: the page that says what it costs, and what is kept then.

Nothing here is asked for unless somebody chose it, and the answers are the same for everybody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kapea.web.base.policy import content_policy
from kapea.web.public import kept
from kapea.web.public.address import home
from kapea.web.public.contacts import Contact, urgent
from kapea.web.public.door import Visit, door, laid_out, shown
from kapea.web.public.frame import frame, leave_to


@dataclass(frozen=True, slots=True)
class Keep:
    """The page that offers it: addresses of the worker and of what is kept, and numbers to write down."""

    worker: str
    kept: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The page that is kept; `edition` is the address of what it walks."""

    edition: str


@door
def keep(request: HttpRequest, visit: Visit) -> HttpResponse:
    here = home(visit.world, visit.language)
    page = Keep(f"{here}k.js", f"{here}k", urgent(visit.world, visit.language, at=visit.at))
    response = shown(request, visit, "keep", page)
    # The one page from which a browser may be told to keep something.
    response.headers["Content-Security-Policy"] = content_policy(leave_to(visit.world), worker=True)
    return response


@door
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page that is kept. It has no form of the server's, and no other language: that is not kept."""
    around = replace(frame(visit.world, visit.language, at=visit.at), tongues=())
    return laid_out(request, around, "kept", Kept(f"{home(visit.world, visit.language)}k.json"), 200)


@door
def edition(request: HttpRequest, visit: Visit) -> HttpResponse:
    body = kept.edition(visit.world, visit.language, at=visit.at)
    return HttpResponse(body, content_type="application/json")


@door
def worker(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The script that answers for the network. Its first line names what it keeps; browsers look at it again
    by themselves, and fetch anew when that line has changed.
    """
    files = kept.files(visit.world, visit.language)
    told = {"name": f"k-{kept.version(visit.world, visit.language)}", "page": files[0], "files": files}
    script = (settings.STATIC_ROOT / "worker.js").read_text(encoding="utf-8")
    response = HttpResponse(f"var KEPT = {json.dumps(told)};\n{script}", content_type="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    return response
