"""Pages to print over HTTP: each file is made from what is live, and stored nowhere."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.piece import PAPER, PICTURE, Piece, as_picture, fits_a_phone
from kapea.print.press_process import PressFailed, pressed_in_process
from kapea.print.queue import Busy, PressQueue
from kapea.web.base.request import client_address, note_failure
from kapea.web.public import printing
from kapea.web.public.address import home_path
from kapea.web.public.entry import Visit, public_page, render_page, render_refuge_here
from kapea.web.public.rate_limit import RateLimit

FILES_PER_MINUTE = 20
"""A file costs as much as hundreds of pages; one place on the network is given this many a minute."""
FILE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'none'"
)
"""A browser wraps a file in a page of its own making, with styles of its own."""
TYPES = {PAPER: ("application/pdf", "pdf"), PICTURE: ("image/png", "png")}
TRY_AGAIN_SECONDS = 10
files = RateLimit()
press_queue = PressQueue(lambda encoded: pressed_in_process(encoded, settings.KAPEA_PRINT_SECONDS))


@public_page
def choices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What can be printed."""
    return render_page(
        request, visit, "papers", printing.papers_page(visit.world, visit.language, at=visit.at)
    )


@public_page
def file(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One piece as PDF, with a code that opens this very site. Its name tells nobody anything."""
    return _pressed(request, visit, number, _piece(request, visit, number))


@public_page
def file_to_pass_on(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The same piece as a picture to pass on, where it can be read on a phone. Nothing else is in it."""
    piece = _piece(request, visit, number)
    return _pressed(request, visit, number, as_picture(piece) if piece and fits_a_phone(piece) else None)


def _piece(request: HttpRequest, visit: Visit, number: int) -> Piece | None:
    address = address_of(request, visit)
    return printing.printed_piece(visit.world, visit.language, number, address, at=visit.at)


def _pressed(request: HttpRequest, visit: Visit, number: int, piece: Piece | None) -> HttpResponse:
    if piece is None:
        raise Http404
    try:
        body = press_queue.remembered(piece)
        if body is None and not files.allows(client_address(request), FILES_PER_MINUTE):
            return _later(request, visit, number, 429)
        return _as_file(body or press_queue.pressed(piece), number, *TYPES[piece.form])
    except Unprintable as refused:
        raise Http404 from refused
    except (Busy, PressFailed) as wait:
        note_failure(request, wait)
        return _later(request, visit, number, 503)


def _as_file(body: bytes, number: int, content_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'inline; filename="page-{number}.{ending}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _later(request: HttpRequest, visit: Visit, number: int, status: int) -> HttpResponse:
    """Who can help, and the same piece to ask for again."""
    again = printing.paper_link(visit.world, visit.language, number)
    response = render_refuge_here(request, visit, "slow-down", status, (again,))
    response.headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return response


def address_of(request: HttpRequest, visit: Visit) -> str:
    """Where this site's first view stands in this language, as others reach it."""
    scheme = "https" if settings.HTTPS else request.scheme
    return f"{scheme}://{request.get_host()}{home_path(visit.world, visit.language)}"
