"""Addresses of the office."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import ruled
from kapea.web.office import inviting, members, trail, views

PREFIX = "staff/office/"

urlpatterns = [
    path("", ruled("office", views.start)),
    path("people", ruled("members.list", members.list_members)),
    path("people/<str:id>", ruled("members.read", members.member)),
    path("people/<str:id>/vetting", ruled("members.change", members.vet)),
    path("people/<str:id>/supervisor", ruled("members.change", members.supervise)),
    path("people/<str:id>/end", ruled("members.end", members.end_member)),
    path("invitations", ruled("invitations.list", inviting.invitations)),
    path("invitations/add", ruled("invitations.add", inviting.add_invitation)),
    path("invitations/<str:id>/end", ruled("invitations.end", inviting.take_invitation_back)),
    path("organisation", ruled("organisation.read", views.organisation)),
    path("organisation/name", ruled("organisation.change", views.rename)),
    path("audit", ruled("audit.list", trail.trail)),
    path("doors", ruled("doors.read", views.door_states)),
    path("counts", ruled("counts.read", views.counts)),
]
