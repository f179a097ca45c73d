"""Addresses of the directory that people keep."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import ruled
from kapea.web.directory import dialling, entries, proposing, reviewing

PREFIX = "staff/directory/"

urlpatterns = [
    path("", ruled("directory.list", entries.list_entries)),
    path("new", ruled("directory.propose", proposing.propose)),
    path("dials", ruled("directory.dial", dialling.dials)),
    path("changes", ruled("directory.edits", reviewing.list_changes)),
    path("changes/<str:id>", ruled("directory.read", reviewing.change_page)),
    path("changes/<str:id>/decide", ruled("directory.decide", reviewing.decide_change)),
    path("changes/<str:id>/take-back", ruled("directory.take-back", reviewing.take_change_back)),
    path("changes/<str:id>/capacity", ruled("directory.capacity", entries.say_open_places)),
]
