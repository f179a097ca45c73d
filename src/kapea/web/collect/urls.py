"""Addresses of OpenRosa, one set for each study. The server that Collect is given is `/openrosa/<study>`."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import all_under
from kapea.web.collect import views

PREFIX = "openrosa/"

ADDRESSES = [
    path("<str:study>/formList", views.form_list),
    path("<str:study>/form.xml", views.form_xml),
    path("<str:study>/submission", views.submission),
]
urlpatterns = all_under("public", ADDRESSES)
