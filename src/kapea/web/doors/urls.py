"""Where providers of messages bring what people wrote: an address for each door, the same for all."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import all_under
from kapea.web.doors.views import receive_messages, receive_report

PREFIX = "d/"

ADDRESSES = [
    path("<slug:door>", receive_messages),
    path("<slug:door>/report", receive_report),
]
urlpatterns = all_under("public", ADDRESSES)
