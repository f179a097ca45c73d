"""Addresses of workshops."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import ruled
from kapea.web.workshops import closing, papers, planning, running, syncing

PREFIX = "staff/workshops/"

urlpatterns = [
    path("", ruled("workshops.list", planning.list_workshops)),
    path("new", ruled("workshops.add", planning.new_workshop)),
    path("worker.js", ruled("workshops.add", syncing.workshop_worker)),
    path("<str:id>", ruled("workshops.read", closing.workshop_page)),
    path("<str:id>/change", ruled("workshops.change", planning.change_workshop)),
    path("<str:id>/leaders", ruled("workshops.change", planning.change_leaders)),
    path("<str:id>/papers/<str:paper>", ruled("workshops.read", papers.workshop_paper)),
    path("<str:id>/step", ruled("workshops.change", closing.workshop_step)),
    path("<str:id>/run", ruled("workshops.run", running.run_workshop)),
    path("<str:id>/counts", ruled("workshops.run", running.save_counts)),
    path("<str:id>/sync", ruled("workshops.run", syncing.sync_counts)),
]
