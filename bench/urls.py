"""Our addresses, and before them the bare view's: both are found the same way."""

from __future__ import annotations

from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path

from kapea.config import urls as ours
from kapea.guide.models import Conversation

handler400, handler404, handler500 = ours.handler400, ours.handler404, ours.handler500


def bare(request: HttpRequest, id: str) -> HttpResponse:
    """The least a turn on Django can be: one SELECT, one UPDATE, an answer."""
    row = Conversation.objects.filter(id=id).values_list("sealed", "turn").first()
    Conversation.objects.filter(id=id).update(turn=F("turn") + 1)
    return HttpResponse("no such row" if row is None else "done")


def written(request: HttpRequest, id: str) -> HttpResponse:
    """The same with its two statements written out, past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, turn FROM guide_conversation WHERE id = %s", [id])
        row = cursor.fetchone()
        cursor.execute("UPDATE guide_conversation SET turn = turn + 1 WHERE id = %s", [id])
    return HttpResponse("no such row" if row is None else "done")


def fixed(request: HttpRequest, size: int) -> HttpResponse:
    """The least a page can be: the same bytes for everybody."""
    return HttpResponse(b"k" * size)


urlpatterns = [
    path("fixed/<int:size>", fixed),
    path("bare/<slug:id>", bare),
    path("written/<slug:id>", written),
    *ours.urlpatterns,
]
