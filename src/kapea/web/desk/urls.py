"""Addresses of the desk. An address names a case by an id that says nothing."""

from __future__ import annotations

from django.urls import path

from kapea.web.base.ruled import ruled
from kapea.web.desk import (
    case_page,
    deciding,
    drafts,
    feedback,
    handing_over,
    helpline,
    reaching,
    registering,
    reporting,
    safety_plan,
    today,
    writing,
)

PREFIX = "staff/desk/"

urlpatterns = [
    path("", ruled("cases.list", today.day_page)),
    path("contacts", ruled("helpline.list", helpline.helpline_page)),
    path("contacts/table.csv", ruled("helpline.list", helpline.helpline_table)),
    path("cases", ruled("cases.list", today.all_cases)),
    path("cases/new", ruled("cases.add", registering.new_case)),
    path("cases/new/draft", ruled("cases.add", drafts.draft_of_new_case)),
    path("cases/<str:id>", ruled("cases.read", case_page.read_case)),
    path("cases/<str:id>/draft", ruled("cases.draft", drafts.draft_in_case)),
    path("cases/<str:id>/permission", ruled("cases.write", registering.answer_keep)),
    path("cases/<str:id>/feedback", ruled("cases.write", feedback.answer_feedback)),
    path("cases/<str:id>/feedback/back", ruled("cases.write", feedback.take_back_feedback)),
    path("cases/<str:id>/note", ruled("cases.write", writing.add_note)),
    path("cases/<str:id>/assessment", ruled("cases.write", writing.assess_case)),
    path("cases/<str:id>/plan", ruled("cases.write", writing.plan_case)),
    path("cases/<str:id>/review", ruled("cases.write", writing.review_case)),
    path("cases/<str:id>/duty", ruled("cases.write", reporting.duty_page)),
    path("cases/<str:id>/safety-plan", ruled("cases.read", safety_plan.show_safety_plan)),
    path("cases/<str:id>/safety-plan/write", ruled("cases.write", safety_plan.write_plan_of_safety)),
    path("cases/<str:id>/safety-plan/export", ruled("cases.export", safety_plan.take_safety_plan)),
    path("cases/<str:id>/step", ruled("cases.step", deciding.step_case)),
    path("cases/<str:id>/level", ruled("cases.step", deciding.level_case)),
    path("cases/<str:id>/closing", ruled("cases.step", deciding.ask_closing)),
    path("cases/<str:id>/close", ruled("cases.close", deciding.close_case)),
    path("cases/<str:id>/second", ruled("cases.close", deciding.second_supervisor)),
    path("cases/<str:id>/hand-over", ruled("cases.hand-over", handing_over.hand_over)),
    path("cases/<str:id>/conflicts", ruled("cases.step", handing_over.mark_too_close)),
    path("cases/<str:id>/answer", ruled("cases.write", reaching.write_back)),
    path("cases/<str:id>/more", ruled("cases.write", reaching.hear_more)),
    path("cases/<str:id>/try", ruled("cases.write", reaching.write_try)),
    path("intakes/<str:id>/take", ruled("intakes.take", reaching.take_intake)),
    path("alerts/<str:id>", ruled("alerts.answer", reaching.look_at_code_alert)),
    path("transfers/<str:id>", ruled("transfers.answer", handing_over.answer_offer)),
]
