"""Every address of the program."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("kapea.web.public.urls"))]

handler404 = "kapea.web.public.views.not_found"
handler400 = "kapea.web.public.views.unreadable"
handler500 = "kapea.web.public.views.broken"
