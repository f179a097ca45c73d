"""The address of a one-time link: a language, and a token. It says nothing of what it opens."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import all_under
from kapea.web.partner_link import views

PREFIX = "l/"

urlpatterns = all_under("public", [path("<str:language>/<str:token>", views.referral_by_link)])
