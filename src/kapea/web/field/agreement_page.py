"""How far two coders agree, and whether new sessions still bring new codes: each figure with its exact name,
how much it rests on, its raw table, its interval, and what it allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.agreement import AgreementCell, AgreementFigure, AgreementScope, coder_agreement
from kapea.core.studies.agreement_interval import AgreementInterval, NoInterval, agreement_interval
from kapea.core.studies.chance_agreement import NoFigure
from kapea.core.studies.coded_units import AgreementBasis
from kapea.core.studies.compared_codings import ComparedCodings, compared_codings
from kapea.core.studies.saturation import (
    NoSaturation,
    NotASaturationPlan,
    PlanDecision,
    SaturationCurve,
    SaturationPlan,
    SessionOrder,
    ShuffledSaturation,
    new_codes_by_session,
    saturation_curve,
    shuffled_saturation,
)
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.coded_texts import CodedMaterial
from kapea.studies.coding_acts import fix_saturation_plan
from kapea.studies.coding_state import saturation_plan_of
from kapea.studies.draw_rows import set_double_share
from kapea.studies.reconciled_rows import final_codes, final_segments
from kapea.studies.steady_draws import steady_draws
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import (
    CodingSeen,
    NothingSuch,
    coding_seen,
    do_coding,
    material_seen,
    render_coding,
)
from kapea.web.field.found import STUDIES, StudyFault, number_said
from kapea.web.staff.gate import request_time

PLAN_FAULT, SHARE_FAULT = "coding-fault-plan", "coding-fault-share"
WITH_FAMILIES = AgreementBasis.CODED_BLOCKS


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure as the page shows it. `value`: empty where there is none; `why`: then why not."""

    name: str
    scope: str
    named: str
    value: str
    why: str
    reading: str
    observed: str
    by_chance: str
    units: int
    blocks: int
    interval: str
    no_interval: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """A raw table, and the figures that rest on it."""

    basis: str
    scope: str
    named: str
    figures: tuple[FigureLine, ...]
    cells: tuple[AgreementCell, ...]


@require_safe
def read_agreement(request: HttpRequest, id: str) -> HttpResponse:
    """Every figure; before unblinding none."""
    return agreement_page(request, id)


@require_POST
def plan_saturation_here(request: HttpRequest, id: str) -> HttpResponse:
    """Fixes base, run and threshold, before anybody spoke."""

    def do(coding: CodingSeen) -> None:
        standing = coding.seen.book.standing
        decision = fix_saturation_plan(
            coding.seen.member, coding.row, standing, _plan(request), at=request_time()
        )
        if decision is PlanDecision.REFUSED_AFTER_FIRST_SESSION:
            raise NothingSuch("plan: a session began; it stays as it was")

    fault = do_coding(request, id, StudyAct.WRITE_CODEBOOK, do, PLAN_FAULT)
    return agreement_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/agreement")


@require_POST
def set_share_here(request: HttpRequest, id: str) -> HttpResponse:
    """Says how many of a hundred sessions two code, of those whose texts are still to come."""
    percent = number_said(request, "share", 0)

    def do(coding: CodingSeen) -> None:
        set_double_share(coding.seen.member, coding.row, coding.state, percent, at=request_time())

    fault = do_coding(request, id, StudyAct.WRITE_CODEBOOK, do, SHARE_FAULT)
    return agreement_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/agreement")


def _plan(request: HttpRequest) -> SaturationPlan:
    percent = form_of(request).get("percent", "")
    if not (percent.isascii() and percent.isdecimal() and len(percent) <= 2):
        raise NothingSuch("threshold: a whole number of hundredths")
    base, run = number_said(request, "base", 0), number_said(request, "run", 0)
    try:
        return SaturationPlan(base=base, run=run, threshold=Fraction(int(percent), 100))
    except NotASaturationPlan as error:
        raise NothingSuch(str(error)) from error


def agreement_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    coding = coding_seen(request, id, StudyAct.READ_CODEBOOK)
    plan = saturation_plan_of(coding.row)
    told = {
        "plan": plan,
        "percent": percent_shown(plan.threshold) if plan else "",
        "may_plan": coding.seen.may(StudyAct.WRITE_CODEBOOK),
        "draw": coding.seen.book.standing.draw,
    }
    if not coding.sees_others or coding.book is None or not coding.seen.may(StudyAct.READ_DEIDENTIFIED):
        return render_coding(request, coding, "agreement", fault, tables=[], **told)
    material = material_seen(request, coding)
    compared = compared_codings(coding.state, material.all_codings(), coding.book, material.lengths())
    return render_coding(
        request,
        coding,
        "agreement",
        fault,
        tables=list(tables_shown(compared)),
        read_again=compared.read_again,
        sessions=len(compared.texts),
        by_two=compared.by_two,
        of_sessions=compared.sessions,
        **told,
        **_saturation(coding, material, plan),
    )


def tables_shown(compared: ComparedCodings) -> Iterator[TableShown]:
    """Every basis over every code; families and codes on blocks only. Those of the whole text come last."""
    for basis in AgreementBasis:
        figures = coder_agreement(
            compared.texts, compared.families, basis, with_families=basis is WITH_FAMILIES
        )
        for first, second in zip(figures[::2], figures[1::2], strict=True):
            table, shown = first.table, (_figure(first), _figure(second))
            yield TableShown(basis.value, table.scope.value, table.named, shown, table.cells)


def _figure(figure: AgreementFigure) -> FigureLine:
    table, value = figure.table, figure.value
    with_interval = table.scope is AgreementScope.EVERY_CODE and table.basis is WITH_FAMILIES
    interval = agreement_interval(figure, steady_draws().randrange) if with_interval else None
    return FigureLine(
        name=figure.measure.value,
        scope=table.scope.value,
        named=table.named,
        value=decimals(value),
        why=value.value if isinstance(value, NoFigure) else "",
        reading=figure.reading.value,
        observed=decimals(figure.observed),
        by_chance=decimals(figure.by_chance),
        units=table.units,
        blocks=table.blocks,
        interval=f"{decimals(interval.low)} – {decimals(interval.high)}"
        if isinstance(interval, AgreementInterval)
        else "",
        no_interval=interval.value if isinstance(interval, NoInterval) else "",
    )


def decimals(value: Fraction | NoFigure) -> str:
    """A figure to four places; empty where there is none."""
    return "" if isinstance(value, NoFigure) else f"{float(round(value, 4)):.4f}"


def percent_shown(share: Fraction) -> str:
    """A share of codes in hundredths, to one place."""
    return f"{float(round(share * 100, 1)):.1f}"


# --- saturation -------------------------------------------------------------------------------


def _saturation(
    coding: CodingSeen, material: CodedMaterial, plan: SaturationPlan | None
) -> dict[str, object]:
    """The curve over the sessions in their order; what they finally bear."""
    if plan is None:
        return {}
    finals = final_codes(final_segments(coding.row, coding.state, material.all_codings()))
    by_session = [finals[session] for session in sorted(material.texts, key=lambda each: int(each[1:]))]
    new = new_codes_by_session(by_session)
    curve = saturation_curve(new, plan)
    shuffled = shuffled_saturation(by_session, plan, _order())
    return {
        "new_codes": list(new),
        "curve": curve if isinstance(curve, SaturationCurve) else None,
        "runs": [(each, percent_shown(each.share)) for each in curve.runs]
        if isinstance(curve, SaturationCurve)
        else [],
        "no_curve": curve.value if isinstance(curve, NoSaturation) else "",
        "shuffled": shuffled if isinstance(shuffled, ShuffledSaturation) else None,
    }


def _order() -> SessionOrder:
    random = steady_draws()
    return lambda sessions: random.sample(range(sessions), sessions)
