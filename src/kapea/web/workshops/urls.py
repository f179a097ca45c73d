"""Addresses of workshops."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import ruled
from kapea.web.staff.kept_pages import kept_page_worker
from kapea.web.workshops import (
    closing,
    figures,
    figures_files,
    papers,
    phones,
    planning,
    running,
    syncing,
    training,
    training_people,
)

PREFIX = "staff/workshops/"

TRAINING = [
    path("training", ruled("training.own", training.own_training)),
    path("training/certificates/<str:id>/print", ruled("training.print", training.print_certificate)),
    path("training/people", ruled("training.list", training_people.list_trainees)),
    path("training/people/<str:id>", ruled("training.read", training_people.trainee)),
    path("training/people/<str:id>/hours", ruled("training.confirm", training_people.confirm_hours)),
    path("training/people/<str:id>/certificate", ruled("training.confirm", training_people.give)),
    path("training/people/<str:id>/withdraw", ruled("training.withdraw", training_people.withdraw)),
    path("training/hours/<str:id>/strike", ruled("training.strike", training_people.strike)),
]
urlpatterns = [
    *TRAINING,
    path("", ruled("workshops.list", planning.list_workshops)),
    path("new", ruled("workshops.add", planning.new_workshop)),
    path("worker.js", ruled("workshops.add", kept_page_worker)),
    path("figures", ruled("figures.list", figures.list_editions)),
    path("figures/new", ruled("figures.publish", figures.publish_next)),
    path("figures/<str:id>", ruled("figures.read", figures.show_edition)),
    path("figures/<str:id>/table.csv", ruled("figures.read", figures_files.edition_csv)),
    path("figures/<str:id>/hxl.csv", ruled("figures.read", figures_files.edition_hxl)),
    path("figures/<str:id>/page.pdf", ruled("figures.read", figures_files.edition_paper)),
    path("<str:id>", ruled("workshops.read", closing.workshop_page)),
    path("<str:id>/change", ruled("workshops.change", planning.change_workshop)),
    path("<str:id>/leaders", ruled("workshops.change", planning.change_leaders)),
    path("<str:id>/papers/<str:paper>", ruled("workshops.read", papers.workshop_paper)),
    path("<str:id>/step", ruled("workshops.change", closing.workshop_step)),
    path("<str:id>/phones", ruled("workshops.read", phones.phones_page)),
    path("<str:id>/phones/open", ruled("workshops.run", phones.open_phones)),
    path("<str:id>/phones/close", ruled("workshops.change", phones.close_phones)),
    path("<str:id>/run", ruled("workshops.run", running.run_workshop)),
    path("<str:id>/counts", ruled("workshops.run", running.save_counts)),
    path("<str:id>/sync", ruled("workshops.run", syncing.sync_counts)),
]
