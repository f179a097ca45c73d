"""Addresses of the public door. None has a word of help in it; the first segment is language and country."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import all_under
from kapea.web.public import (
    cannot_read,
    card_answers,
    certificate_page,
    health,
    notes,
    printing_views,
    views,
    way_back,
    way_in,
)
from kapea.web.public.leave import leave
from kapea.web.public.navigation import OWN
from kapea.web.public.offline import views as offline_views
from kapea.web.public.unit_lists import KIND_AT

PREFIX = ""

ADDRESSES = [
    path("", views.root),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("leave", leave),
    path("<slug:tag>", views.root),
    path("<slug:tag>/", views.first),
    path("<slug:tag>/h/<int:n>", views.step),
    path("<slug:tag>/n", views.nothing),
    path("<slug:tag>/more", views.more),
    *(path(f"<slug:tag>/{address}", views.start_journey, {"address": address}) for address in OWN),
    *(path(f"<slug:tag>/{address}", views.learn, {"address": address}) for address in KIND_AT),
    path("<slug:tag>/phone/all", views.all_settings),
    path("<slug:tag>/find", views.find),
    path(f"<slug:tag>/{card_answers.ADDRESS}", card_answers.answer_with_cards),
    path(f"<slug:tag>/{card_answers.DONE}", card_answers.cards_thanks),
    path(f"<slug:tag>/{cannot_read.ADDRESS}", views.cannot_read),
    path("<slug:tag>/p/<int:number>", views.page_to_read),
    path("<slug:tag>/w", views.other_languages),
    path("<slug:tag>/w/<int:number>", views.other_languages),
    path("<slug:tag>/print", printing_views.choices),
    path("<slug:tag>/print/<int:number>", printing_views.file),
    path("<slug:tag>/print/<int:number>/picture", printing_views.file_to_pass_on),
    path(f"<slug:tag>/{certificate_page.ADDRESS}", certificate_page.check_certificate),
    path(f"<slug:tag>/{way_in.ADDRESS}", way_in.ways_in),
    path(f"<slug:tag>/{way_in.ADDRESS}/<int:number>", way_in.leave_something),
    path(f"<slug:tag>/{way_in.BACK}", way_back.come_back),
    path("<slug:tag>/write", notes.notes),
    path("<slug:tag>/form", notes.notice),
    path("<slug:tag>/keep", offline_views.keep_offline),
    path("<slug:tag>/k", offline_views.offline_page),
    path("<slug:tag>/k.json", offline_views.offline_edition),
    path("<slug:tag>/k.js", offline_views.offline_worker),
]
urlpatterns = all_under("public", ADDRESSES)
