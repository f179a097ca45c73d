"""Addresses of studies."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import ruled
from kapea.web.field import (
    approval_page,
    listing,
    protocol_page,
    protocol_writing,
    study_page,
    team_page,
)

PREFIX = "staff/studies/"

urlpatterns = [
    path("", ruled("studies.list", listing.list_studies)),
    path("new", ruled("studies.add", listing.new_study)),
    path("<str:id>", ruled("studies.read", study_page.read_study)),
    path("<str:id>/sign", ruled("studies.change", study_page.sign_here)),
    path("<str:id>/item", ruled("studies.change", study_page.say_item)),
    path("<str:id>/stop", ruled("studies.change", study_page.stop_here)),
    path("<str:id>/restart", ruled("studies.change", study_page.restart_here)),
    path("<str:id>/protocol", ruled("studies.read", protocol_page.read_protocol_words)),
    path("<str:id>/protocol/write", ruled("studies.change", protocol_writing.write_protocol_words)),
    path("<str:id>/protocol/drop", ruled("studies.change", protocol_page.drop_proposal)),
    path("<str:id>/approvals", ruled("studies.read", approval_page.read_approvals)),
    path("<str:id>/approvals/new", ruled("studies.change", approval_page.new_approval)),
    path("<str:id>/approvals/confirm", ruled("studies.change", approval_page.confirm_here)),
    path("<str:id>/approvals/end", ruled("studies.change", approval_page.end_here)),
    path("<str:id>/team", ruled("studies.read", team_page.read_team)),
    path("<str:id>/team/give", ruled("studies.change", team_page.give_here)),
    path("<str:id>/team/end", ruled("studies.change", team_page.end_role_here)),
]
