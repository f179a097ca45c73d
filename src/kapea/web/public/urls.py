"""Addresses of the public door. None has a word of help in it; the first segment is the language."""

from __future__ import annotations

from django.urls import path

from kapea.web.public import views

urlpatterns = [
    path("", views.root),
    path("healthz", views.healthz),
    path("leave", views.leave),
    path("<slug:language>", views.root),
    path("<slug:language>/", views.first),
    path("<slug:language>/h/<int:n>", views.step),
    path("<slug:language>/practice", views.practice),
    path("<slug:language>/find", views.find),
    path("<slug:language>/p/<int:number>", views.leaf),
]
