"""A form for ODK Collect, of a plan that nothing stands against. The plan comes by POST and is kept nowhere;
that a form was taken stands in the trail.
"""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kapea.access.rows import acting
from kapea.core.studies.paper_chances import MadeChances, PaperWay, made_chances
from kapea.core.studies.question_form_gate import question_form_refused
from kapea.core.studies.question_sheet import PREPARED, UnfitStatements, question_sheet
from kapea.core.studies.sensitive_designs import DesignKind
from kapea.core.studies.sensitive_questions import planned_question
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.actions import hand_out_form
from kapea.studies.models import Study
from kapea.studies.session_forms import FORM_LANGUAGES, FormNotMade, write_session_form
from kapea.web.base.request import form_of
from kapea.web.field.codes import release_of_member
from kapea.web.field.found import StudyFault, StudySeen, fault_of_refusal, lock_allowed, study_seen
from kapea.web.field.plan_question_words import Statements, ask_of_harm, question_words, statements_of
from kapea.web.field.plan_questions_forms import FormChoices, QuestionPlanForm
from kapea.web.field.plan_questions_page import planner_page
from kapea.web.staff.frame import language_of
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME_OF_FORM = "question.xlsx"
CODE_IN_FORMS = ("${", "=")
"""What a form would take for a formula or an answer, and not for words: anywhere; at the beginning."""


class NoQuestionForm(ValueError):
    """No form can be made; the message is the id of the words that say why."""


@require_POST
def take_question_form(request: HttpRequest, id: str) -> HttpResponse:
    """The file, or the plan's page with what is against it."""
    seen = study_seen(request, id, StudyAct.TAKE_QUESTION_FORM)
    form = QuestionPlanForm(form_of(request))
    if question_form_refused(seen.book.standing, request_time()) is not None:
        return planner_page(request, seen, form, _hand_out(request, id, "none"))
    try:
        made = _made(request, seen, form)
    except NoQuestionForm as why:
        return planner_page(request, seen, form, StudyFault(str(why)))
    if fault := _hand_out(request, id, str(form.cleaned_data["design"])):
        return planner_page(request, seen, form, fault)
    answer = HttpResponse(made, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAME_OF_FORM}"'
    return answer


def _hand_out(request: HttpRequest, id: str, design: str) -> StudyFault | None:
    member = acting_member(request)
    with acting(member, "studies.change", Study, id) as row:
        lock_allowed(row, member, StudyAct.TAKE_QUESTION_FORM)
        return fault_of_refusal(hand_out_form(member, row, design, at=request_time()))


def _made(request: HttpRequest, seen: StudySeen, form: QuestionPlanForm) -> bytes:
    """The XLSX. Raises NoQuestionForm."""
    if not form.is_valid():
        raise NoQuestionForm("study-fault-plan-unfit")
    if not planned_question(form.plan()).is_allowed:
        raise NoQuestionForm("study-fault-plan-refused")
    kind = DesignKind(form.cleaned_data["design"])
    statements, chances = _statements(request, seen), _chances(request, form, kind)
    words = {code: question_words(code, kind, chances, lines) for code, lines in statements.items()}
    digest = sha256(repr(sorted(words.items())).encode()).hexdigest()
    try:
        sheet = question_sheet(kind, len(statements["en"]), digest)
        return write_session_form(sheet, words)
    except (UnfitStatements, FormNotMade) as why:
        raise NoQuestionForm("study-fault-form-lines") from why


def _statements(request: HttpRequest, seen: StudySeen) -> Statements:
    """The lines in each language that was chosen. Raises NoQuestionForm."""
    said = form_of(request)
    tools = {code: str(said[f"tool-{code}"]) for code in FORM_LANGUAGES if said.get(f"tool-{code}")}
    found = statements_of(seen, tools)
    if "en" not in found:
        raise NoQuestionForm("study-fault-form-english")
    lines = [line for each in found.values() for line in each]
    if len({len(each) for each in found.values()}) > 1 or any(map(_is_code, lines)):
        raise NoQuestionForm("study-fault-form-lines")
    if ask_of_harm(found, release_of_member(seen.member, language_of(request))):
        raise NoQuestionForm("study-fault-form-asks")
    return found


def _is_code(line: str) -> bool:
    anywhere, at_first = CODE_IN_FORMS
    return anywhere in line or line.startswith(at_first) or not line.isprintable()


def _chances(request: HttpRequest, form: QuestionPlanForm, kind: DesignKind) -> MadeChances | None:
    """How chance is made; None where the design needs none. Raises NoQuestionForm."""
    if kind not in PREPARED:
        return None
    choices = FormChoices(form_of(request))
    way = PaperWay(choices.cleaned_data["way"]) if choices.is_valid() else None
    made = made_chances(kind, way, form.chances()) if way is not None else None
    if made is None:
        raise NoQuestionForm("study-fault-form-way")
    return made
