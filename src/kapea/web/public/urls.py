"""Addresses of the public door. None has a word of help in it; the first segment is language and country."""

from __future__ import annotations

from django.urls import path

from kapea.web.public import keeping, printing_views, views, writing
from kapea.web.public.ways import OWN

urlpatterns = [
    path("", views.root),
    path("healthz", views.healthz),
    path("leave", views.leave),
    path("<slug:tag>", views.root),
    path("<slug:tag>/", views.first),
    path("<slug:tag>/h/<int:n>", views.step),
    path("<slug:tag>/more", views.more),
    *(path(f"<slug:tag>/{address}", views.opening, {"address": address}) for address in OWN),
    path("<slug:tag>/find", views.find),
    path("<slug:tag>/p/<int:number>", views.leaf),
    path("<slug:tag>/print", printing_views.choices),
    path("<slug:tag>/print/<int:number>", printing_views.file),
    path("<slug:tag>/write", writing.write),
    path("<slug:tag>/form", writing.notice),
    path("<slug:tag>/keep", keeping.keep),
    path("<slug:tag>/k", keeping.page),
    path("<slug:tag>/k.json", keeping.edition),
    path("<slug:tag>/k.js", keeping.worker),
]
