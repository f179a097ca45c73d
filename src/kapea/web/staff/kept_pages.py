"""The script that keeps a page on the device of whoever works where there is no network."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

WORKER = Path(__file__).parent / "static" / "kept_page.js"


@require_safe
def kept_page_worker(request: HttpRequest) -> HttpResponse:
    """The script. A browser lets it answer for the addresses beside its own, and for no others."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
