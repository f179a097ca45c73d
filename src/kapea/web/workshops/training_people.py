"""The training of colleagues: whoever supervises confirms it and gives certificates; whoever is in charge of
people can take one back, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, visible_row, visible_rows
from kapea.core.staff.roles import Role
from kapea.core.staff.rules import rule_of
from kapea.core.workshops.facilitator_training import SESSION_MINUTES, UnfitTraining
from kapea.learning import actions_training
from kapea.learning.models import TrainingHours
from kapea.learning.training_queries import (
    TrainingStanding,
    day_in_pack,
    training_standing,
    training_standings,
)
from kapea.people.actions import OneSelf
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.workshops.training_forms import CHECKS, KINDS, TrainingForm, WithdrawForm
from kapea.web.workshops.training_rows import CertificateRow, certificate_row, training_page

PEOPLE = "/staff/workshops/training/people"
REHEARSAL = "rehearsal"
FAULTS = {"day": "fault-training-day", "long-day": "fault-training-long-day"}
"""What is said of training that cannot have been; the rest no form of ours sends."""


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """A colleague in the list: the certificate that counts or the last there was, and whether the next one
    can be given.
    """

    membership: Membership
    certificate: CertificateRow | None
    is_ready: bool


@require_safe
def list_trainees(request: HttpRequest) -> HttpResponse:
    """Everybody who leads workshops; of those who left, those whose certificate still counts."""
    member, today = acting_member(request), _today(acting_member(request))
    found = visible_rows(member, "training.list", Membership).filter(role=Role.FACILITATOR.value)
    ordered = sorted(found.select_related("user", "organisation"), key=lambda each: (each.user.name, each.id))
    standings = training_standings(ordered, today)
    counting = {id: each.counting for id, each in standings.items() if each.counting is not None}
    listed = [
        _trainee(each, standings[each.id]) for each in ordered if each.ended_at is None or each.id in counting
    ]
    working = [each for each in ordered if each.ended_at is None]
    return render_staff(
        request,
        "workshops/trainees.html",
        listed=listed,
        working=len(working),
        trained=sum(each.id in counting for each in working),
    )


@require_safe
def trainee(request: HttpRequest, id: str) -> HttpResponse:
    """The training of one colleague."""
    return _page(request, id)


@require_POST
def confirm_hours(request: HttpRequest, id: str) -> HttpResponse:
    """Confirms training, or a rehearsal with what was done rightly in it."""
    form = TrainingForm(request.POST)
    if not form.is_valid():
        return _page(request, id, "fault-training-unread", "training.confirm")
    return _do(
        request,
        "training.confirm",
        id,
        lambda by, row, today: actions_training.confirm_training(
            by, row, form.training(), id=form.cleaned_data["form"], at=request_time(), today=today
        ),
    )


@require_POST
def give(request: HttpRequest, id: str) -> HttpResponse:
    """Gives a certificate."""

    def act(by: Member, row: Membership, today: date) -> None:
        actions_training.give_certificate(by, row, at=request_time(), today=today)

    return _do(request, "training.confirm", id, act)


@require_POST
def withdraw(request: HttpRequest, id: str) -> HttpResponse:
    """Takes back whatever certificates somebody has, for good."""
    if not WithdrawForm(request.POST).is_valid():
        return _page(request, id, "fault-certificate-not-sure", "training.withdraw")
    return _do(
        request,
        "training.withdraw",
        id,
        lambda by, row, today: actions_training.withdraw_certificates(
            by, row, at=request_time(), today=today
        ),
    )


@require_POST
def strike(request: HttpRequest, id: str) -> HttpResponse:
    """Takes away what was confirmed by mistake."""
    by = acting_member(request)
    try:
        with acting(by, "training.strike", TrainingHours, id) as row:
            whose = row.membership_id
            actions_training.strike_training(by, row, at=request_time())
    except OneSelf:
        return _page(request, whose, "fault-one-self")
    return HttpResponseRedirect(f"{PEOPLE}/{whose}")


def _do(
    request: HttpRequest, rule: str, id: str, act: Callable[[Member, Membership, date], None]
) -> HttpResponse:
    """Does it to the row that the rule gives, or says on its page why not."""
    by = acting_member(request)
    today = _today(by)
    try:
        with acting(by, rule, Membership, id) as row:
            act(by, row, today)
    except OneSelf:
        return _page(request, id, "fault-one-self")
    except actions_training.NoFacilitator:
        return _page(request, id, "fault-training-no-facilitator")
    except actions_training.StillMissing:
        return _page(request, id, "fault-training-still-missing")
    except UnfitTraining as why:
        return _page(request, id, FAULTS.get(str(why), "fault-training-unread"))
    return HttpResponseRedirect(f"{PEOPLE}/{id}")


def _page(request: HttpRequest, id: str, fault: str = "", rule: str = "training.read") -> HttpResponse:
    by = acting_member(request)
    today = _today(by)
    row = visible_row(by, rule, Membership, id)
    may_confirm = bool(rule_of("training.confirm").relations(by.role)) and row.user_id != by.user
    leads = row.role == Role.FACILITATOR.value
    return render_staff(
        request,
        "workshops/trainee.html",
        409 if fault else 200,
        row=row,
        leads=leads,
        page=training_page(training_standing(row, today)) if leads else None,
        may_confirm=may_confirm and leads and row.ended_at is None,
        fault=fault,
        today=today,
        forms=(new_id(), new_id()),
        kinds=[kind for kind in KINDS if kind != REHEARSAL],
        checks=CHECKS,
        said=request.POST if fault else {},
        ticked=request.POST.getlist("right") if fault else (),
        lengths=SESSION_MINUTES,
    )


def _today(member: Member) -> date:
    pack = Organisation.objects.get(id=member.organisation).pack
    return day_in_pack(pack, request_time())


def _trainee(membership: Membership, standing: TrainingStanding) -> TraineeRow:
    """The certificate that counts, else the last that was given."""
    shown = standing.counting or next(iter(standing.certificates), None)
    certificate = certificate_row(shown, standing.today) if shown is not None else None
    return TraineeRow(membership, certificate, standing.missing.is_nothing)
