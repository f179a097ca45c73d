"""The planner of sensitive questions: what one would need, and everything against it. What is typed comes by
POST, so that it stands in no address, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from kapea.core.studies.paper_chances import PAPER_CHANCES, PaperWay, made_chances
from kapea.core.studies.question_form_gate import question_form_refused
from kapea.core.studies.question_sheet import PREPARED
from kapea.core.studies.question_trials import question_trials
from kapea.core.studies.sensitive_designs import DesignKind
from kapea.core.studies.sensitive_questions import QuestionTopic, planned_question
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.steady_draws import steady_draws
from kapea.web.base.request import form_of
from kapea.web.field.codes import codes_in_words
from kapea.web.field.found import StudyFault, StudySeen, study_seen, study_tabs
from kapea.web.field.plan_question_words import form_languages, tools_offered
from kapea.web.field.plan_questions_forms import STARTS, QuestionPlanForm
from kapea.web.field.plan_questions_plot import trial_plot
from kapea.web.field.plan_questions_told import chances_shown, plain_points, told_plan, told_trials
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.words import staff_words

DRAWN_FROM = 1
"""The same plan shows the same trials, whoever looks and however often."""
CHANCES_OFFERED = [(str(each), f"{each} = {100 * float(each):.3g} %") for each in PAPER_CHANCES]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_questions(request: HttpRequest, id: str) -> HttpResponse:
    """Asks what somebody wishes to ask, and says what that comes to."""
    seen = study_seen(request, id, StudyAct.PLAN_QUESTIONS)
    form = QuestionPlanForm(form_of(request)) if request.method == "POST" else None
    return planner_page(request, seen, form)


def planner_page(
    request: HttpRequest, seen: StudySeen, form: QuestionPlanForm | None, fault: StudyFault | None = None
) -> HttpResponse:
    """The page, and what was not done if something was not."""
    words = staff_words(language_of(request))
    unfit = form is not None and not form.is_valid()
    result = _result(form, words) if form is not None and not unfit else {}
    may_take = seen.may(StudyAct.TAKE_QUESTION_FORM)
    shuts = question_form_refused(seen.book.standing, request_time())
    return render_staff(
        request,
        "field/plan_questions.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        form=form,
        said=form.data if form is not None else STARTS,
        designs=chances_shown(words),
        chances=CHANCES_OFFERED,
        topics=[topic.value for topic in QuestionTopic],
        unfit=unfit,
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
        may_take=may_take and shuts is None,
        tools=tools_offered(seen) if may_take else [],
        languages=form_languages(),
        kept=_kept(form) if result else [],
        **{"told": None, **result},
    )


def _result(form: QuestionPlanForm, words: Mapping[str, str]) -> dict[str, Any]:
    plan = form.plan()
    planned = planned_question(plan)
    draw = steady_draws(DRAWN_FROM).random
    trials = question_trials(plan.design, plan.expected, plan.people, draw)
    why = words["study-trials-why"].format(
        trials=trials.trials, people=f"{trials.people:,}", share=plain_points(Fraction(plan.expected))
    )
    return {
        "told": told_plan(plan, planned, words),
        "trials": told_trials(trials, words),
        "trials_why": why,
        "plot": trial_plot(trials, plan.expected, words),
        "kind": plan.design.kind.value,
        "needs_chance": plan.design.kind in PREPARED,
        "ways": _ways(plan.design.kind, form),
    }


def _ways(kind: DesignKind, form: QuestionPlanForm) -> list[str]:
    """The ways that make the chances of a plan."""
    chances = form.chances()
    return [way.value for way in PaperWay if chances and made_chances(kind, way, chances) is not None]


def _kept(form: QuestionPlanForm | None) -> list[tuple[str, str]]:
    """What was typed, to be sent again for the form; it stands in the page and nowhere else."""
    said = form.data if form is not None else QueryDict()
    return [(name, str(said[name])) for name in QuestionPlanForm.base_fields if name in said]
