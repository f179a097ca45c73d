"""Keeping this help on a phone, over HTTP: the page that says what it costs, and what is kept then.

Nothing here is asked for unless somebody chose it, and the answers are the same for everybody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from kapea.core.present.contact import ContactInWords
from kapea.web.base.policy import content_policy
from kapea.web.base.request import note_failure
from kapea.web.public.address import home_path
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.entry import Visit, public_page, render_in_frame, render_page
from kapea.web.public.frame import frame
from kapea.web.public.offline import edition
from kapea.web.public.offline.kept_page import kept_page

ASK_AGAIN_SECONDS = 2
WORKER = Path(__file__).parents[1] / "static" / "worker.js"
"""Not served as it stands: what it keeps is written before it."""


@dataclass(frozen=True, slots=True)
class KeepOfflinePage:
    """The page that offers it: addresses of the worker and of what is kept, and numbers to write down."""

    worker: str
    kept: str
    contacts: tuple[ContactInWords, ...]


@public_page
def keep_offline(request: HttpRequest, visit: Visit) -> HttpResponse:
    here = home_path(visit.world, visit.language)
    page = KeepOfflinePage(f"{here}k.js", f"{here}k", urgent_cards(visit.world, visit.language, at=visit.at))
    response = render_page(request, visit, "keep", page)
    # The one page from which a browser may be told to keep something.
    response.headers["Content-Security-Policy"] = content_policy(worker=True)
    return response


@public_page
def offline_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page that is kept. It has no form of the server's, and no other language: that is not kept."""
    around = replace(frame(visit.world, visit.language, at=visit.at), other_languages=())
    return render_in_frame(request, around, "kept", kept_page(visit.world, visit.language, at=visit.at), 200)


@public_page
def offline_edition(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the kept page walks. While somebody else has it made, who asks is told to ask again."""
    made = edition.edition_if_free(visit.world, visit.language, at=visit.at)
    if made is None:
        note_failure(request, "BeingMade")
        return HttpResponse(status=503, headers={"Retry-After": str(ASK_AGAIN_SECONDS)})
    headers = {"Content-Type": "application/json", "Vary": "Accept-Encoding, Cookie"}
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        return HttpResponse(made.compressed, headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(made.body, headers=headers)


@public_page
def offline_worker(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The script that answers for the network. Its first line names what it keeps; browsers look at it again
    by themselves, and fetch anew when that line has changed.
    """
    files = edition.edition_files(visit.world, visit.language)
    told = {
        "name": f"k-{edition.edition_version(visit.world, visit.language)}",
        "page": files[0],
        "files": files,
    }
    script = WORKER.read_text(encoding="utf-8")
    response = HttpResponse(f"var KEPT = {json.dumps(told)};\n{script}", content_type="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    return response
