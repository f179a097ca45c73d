"""One workshop: what was counted in it, and its next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting
from kapea.core.pack.model import Release, WorkshopPlan
from kapea.core.workshops.count_entries import CountedField, fields_that_differ
from kapea.core.workshops.counted_fields import (
    MeasuredAnswers,
    came_fields,
    measured_answers,
    more_answers_than_people,
)
from kapea.core.workshops.workshop_states import STEPS, NoSuchStep, NumbersDiffer, WorkshopStep
from kapea.learning.actions import PhonesOpen, take_step
from kapea.learning.models import Workshop
from kapea.learning.queries import counted_in
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words
from kapea.web.workshops.field_words import FieldWords
from kapea.web.workshops.forms import StepForm
from kapea.web.workshops.found import workshop_with_plan
from kapea.web.workshops.planning import HERE, area_name, chosen_papers, colleagues


@dataclass(frozen=True, slots=True)
class CountedNumbers:
    """What stands in a workshop, for its page: numbers by label, what answers changed, what is amiss."""

    numbers: tuple[tuple[str, int], ...]
    changed: tuple[tuple[str, MeasuredAnswers], ...]
    differ: tuple[tuple[str, tuple[int, ...]], ...]
    too_many: tuple[str, ...]


@require_safe
def workshop_page(request: HttpRequest, id: str) -> HttpResponse:
    """What is planned, what was counted, and what can be done next."""
    return _page(request, id)


@require_POST
def workshop_step(request: HttpRequest, id: str) -> HttpResponse:
    """Begins it, closes it, calls it off or opens it again."""
    form, member = StepForm(request.POST), acting_member(request)
    wanted = WorkshopStep(form.cleaned_data["step"]) if form.is_valid() else None
    try:
        with acting(member, "workshops.change", Workshop, id) as row:
            if wanted is not None:
                take_step(member, row, wanted, at=request_time())
    except NumbersDiffer:
        return _page(request, id, "fault-numbers-differ")
    except PhonesOpen:
        return _page(request, id, "phones-fault-open")
    except NoSuchStep:
        return _page(request, id, "fault-no-such-step")
    return HttpResponseRedirect(f"{HERE}{id}")


def _page(request: HttpRequest, id: str, fault: str = "") -> HttpResponse:
    member, language = acting_member(request), language_of(request)
    row, release, plan = workshop_with_plan(request, "workshops.read", id)
    leading = row.facilitations.select_related("membership__user").order_by("membership__user__name")
    leaders = {each.membership_id: each.membership.user.name for each in leading}
    return render_staff(
        request,
        "workshops/workshop.html",
        409 if fault else 200,
        row=row,
        title=release.text(plan.title, language),
        able=release.text(plan.able, language),
        place=area_name(release, row.area, language),
        leaders=leaders.values(),
        colleagues=[(each.id, each.user.name, each.id in leaders) for each in colleagues(member)],
        papers=chosen_papers(release, row.prints, language),
        steps=[step.value for state, step in STEPS if state is row.standing],
        on_phones=not plan.is_class,
        counted=_counted(release, plan, counted_in(row), language),
        fault=fault,
    )


def _counted(
    release: Release, plan: WorkshopPlan, fields: Mapping[str, CountedField], language: str
) -> CountedNumbers:
    words = staff_words(language)
    label = FieldWords(release, plan, language, words).of
    asked = {id: release.text(measure.ask, language) for id, measure in release.measures.items()}
    numbers = ((label(name), fields[name].value) for name in came_fields(plan) if name in fields)
    return CountedNumbers(
        numbers=tuple((name, value) for name, value in numbers if value is not None),
        changed=tuple((asked[each.measure], each) for each in measured_answers(fields, release.measures)),
        differ=tuple((label(name), fields[name].values) for name in fields_that_differ(fields)),
        too_many=tuple(
            f"{words[f'asked-{when}']} · {asked[id]}" for when, id in more_answers_than_people(fields, plan)
        ),
    )
