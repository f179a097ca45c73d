"""What hidden answers say of everybody together: totals in, a share with its interval out.
Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kapea.core.studies.anchor_correction import anchored_estimate
from kapea.core.studies.sensitive_estimates import (
    NoEstimate,
    SensitiveEstimate,
    list_estimate,
    mixed_estimate,
)
from kapea.core.studies.study_permissions import StudyAct
from kapea.web.base.request import form_of
from kapea.web.field.found import study_seen, study_tabs
from kapea.web.field.plan_questions_forms import STARTS, TotalsForm
from kapea.web.field.plan_questions_page import CHANCES_OFFERED
from kapea.web.field.plan_questions_told import chances_shown, in_hundred, with_thousands
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.words import staff_words


@dataclass(frozen=True, slots=True)
class EstimateShown:
    """What was worked out. `why_not`: where there is no share; `outside`: it lies below 0 or above 1."""

    name: str
    share: str = ""
    error: str = ""
    outside: bool = False
    why_not: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def estimate_questions(request: HttpRequest, id: str) -> HttpResponse:
    """Asks for totals, and says what they come to."""
    seen = study_seen(request, id, StudyAct.PLAN_QUESTIONS)
    words = staff_words(language_of(request))
    form = TotalsForm(form_of(request)) if request.method == "POST" else None
    return render_staff(
        request,
        "field/plan_estimate.html",
        row=seen.row,
        tabs=study_tabs(seen),
        form=form,
        said=form.data if form is not None else STARTS,
        designs=chances_shown(words),
        chances=CHANCES_OFFERED,
        unfit=form is not None and not form.is_valid(),
        found=estimates_shown(form, words) if form is not None and form.is_valid() else [],
    )


def estimates_shown(form: TotalsForm, words: Mapping[str, str]) -> list[EstimateShown]:
    """What the totals of a valid form say: of a crosswise question also with those who guessed taken out."""
    said = form.cleaned_data
    name = words[f"study-design-{said['design']}"]
    if said["made"] is None:
        return [_shown(name, list_estimate(said["long"], said["short"]), words)]
    shown = [_shown(name, mixed_estimate(said["made"], said["counts"]), words)]
    if said["anchored"] is not None:
        corrected = anchored_estimate(1 - said["made"].floor, said["anchored"])
        shown.append(_shown(words["study-estimate-corrected"], corrected, words))
    return shown


def _shown(name: str, found: SensitiveEstimate | NoEstimate, words: Mapping[str, str]) -> EstimateShown:
    if isinstance(found, NoEstimate):
        return EstimateShown(name, why_not=words[f"study-no-share-{found.value}"])
    share, low, high, error = (
        in_hundred(each, 2) for each in (found.share, found.low, found.high, found.standard_error)
    )
    return EstimateShown(
        name,
        words["study-estimate-share"].format(share=share, low=low, high=high),
        words["study-estimate-error"].format(error=error, answers=with_thousands(found.answers)),
        outside=not found.is_a_share,
    )
