"""Pages to print over HTTP: each file is made for one request from what is live, and kept nowhere."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from kapea.core.paper.piece import Unprintable
from kapea.print import press
from kapea.web.public import others, printing
from kapea.web.public.address import home
from kapea.web.public.door import Visit, door, origin, shown
from kapea.web.public.flood import Flood

FILES_PER_MINUTE = 20
"""A file costs as much as hundreds of pages; one place on the network is given this many a minute."""
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""A browser wraps a file in a page of its own making, with styles of its own."""
files = Flood()


@door
def choices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What can be printed."""
    return shown(request, visit, "rows", printing.papers(visit.world, visit.language, at=visit.at))


@door
def file(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One piece as PDF, with a code that opens this very site. Its name tells nobody anything."""
    if not files.allows(origin(request), FILES_PER_MINUTE):
        page = others.refuge(visit.world, visit.language, "slow-down", at=visit.at)
        return shown(request, visit, "refuge", page, 429)
    made = printing.paper(visit.world, visit.language, number, address_of(request, visit), at=visit.at)
    if made is None:
        raise Http404
    try:
        body = press.pdf(made)
    except Unprintable as refused:
        raise Http404 from refused
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="page-{number}.pdf"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def address_of(request: HttpRequest, visit: Visit) -> str:
    """Where this site's first view stands in this language, as others reach it."""
    scheme = "https" if settings.HTTPS else request.scheme
    return f"{scheme}://{request.get_host()}{home(visit.world, visit.language)}"
