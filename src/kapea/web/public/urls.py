"""Addresses of the public door. None has a word of help in it; the first segment is language and country."""

from __future__ import annotations

from django.urls import path

from kapea.web.public import views

urlpatterns = [
    path("", views.root),
    path("healthz", views.healthz),
    path("leave", views.leave),
    path("<slug:tag>", views.root),
    path("<slug:tag>/", views.first),
    path("<slug:tag>/h/<int:n>", views.step),
    path("<slug:tag>/practice", views.practice),
    path("<slug:tag>/find", views.find),
    path("<slug:tag>/p/<int:number>", views.leaf),
]
