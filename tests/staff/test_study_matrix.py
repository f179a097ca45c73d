"""ST-R04: each role of a study, at every page of its own study and of another, asked over HTTP. The table is
written by hand: whoever changes who may do what changes it here too.
"""

from __future__ import annotations

import pytest
from tests.staff.cast import make_person, signed_in
from tests.staff.study_rows import made_up_study
from tests.staff.test_matrix import STAFF, asked, filled, undone

from kapea.core.staff.roles import Role
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.models import Study, StudyGrant
from kapea.web.field import found

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ALL = {role.value for role in StudyRole}
READ_GATES = ALL - {"advisory-group"}
WORK = ALL - {"advisory-group", "observer"}
WRITE = {"investigator", "manager"}
SAFEGUARD = {"safeguarding-lead", "safeguarding-second"}
QUESTIONS = {"investigator", "manager", "data-steward"}
CODERS = {"coder-a", "coder-b"}
RELEASED = CODERS | {"adjudicator", "analyst", "author", "last-reader", "investigator"}
CODEBOOK = RELEASED | {"manager", "adviser", "data-steward"}
ROOM = {"moderator", "co-moderator"}
PLAN = WRITE | {"field-lead"}
AT_WORDS = {
    "transcriber", "checker", "translator", "back-translator", "deidentifier-1", "deidentifier-2",
}  # fmt: skip
SESSIONS = PLAN | ROOM | SAFEGUARD | AT_WORDS | {"data-steward"}
WAIVE = {"data-steward", "investigator"}
SEATS = ROOM | {"field-lead", "data-steward"}
OUTPUT = {"author", "analyst", "last-reader", "investigator", "safeguarding-lead", "data-steward"}
ONE_SESSION = "/sessions/<int:number>"
ONE_SUMMARY = "/summaries/<str:page>"
ONE_SEAT = f"{ONE_SESSION}/seats/<str:seat>"
DEIDENTIFY = {"deidentifier-1", "deidentifier-2"}
GLASS = {"data-steward", "safeguarding-lead"}
KEEP = SAFEGUARD | {"field-lead", "data-steward"}
MAY = {
    "": READ_GATES,
    "/sign": READ_GATES,
    "/item": WORK,
    "/stop": SAFEGUARD,
    "/restart": SAFEGUARD,
    "/protocol": READ_GATES,
    "/protocol/write": WRITE,
    "/protocol/drop": WRITE,
    "/approvals": READ_GATES,
    "/approvals/new": {"data-steward"},
    "/approvals/confirm": {"investigator"},
    "/approvals/end": {"data-steward"},
    "/quotes": {"author", "analyst"},
    "/quotes/new/<int:number>": {"author", "analyst"},
    "/quotes/drop": {"author", "analyst"},
    "/plan": QUESTIONS | {"analyst"},
    "/plan/form": QUESTIONS,
    "/plan/estimate": QUESTIONS | {"analyst"},
    "/outputs": OUTPUT,
    "/outputs/<str:kind>": OUTPUT,
    "/outputs/<str:kind>/write": {"author"},
    "/outputs/<str:kind>/make": {"author"},
    "/outputs/<str:kind>/read": {"last-reader"},
    "/outputs/<str:kind>/hand-out": {"investigator", "safeguarding-lead"},
    "/outputs/<str:kind>/draft.<str:form>": {"author"},
    "/outputs/<str:kind>/paper.<str:form>": OUTPUT,
    "/advice": OUTPUT | {"advisory-group"},
    "/advice/choose": {"investigator"},
    "/advice/answer": {"advisory-group"},
    "/summaries": OUTPUT,
    ONE_SUMMARY: OUTPUT,
    f"{ONE_SUMMARY}/write": {"author", "investigator"},
    f"{ONE_SUMMARY}/make": {"author", "investigator"},
    f"{ONE_SUMMARY}/read": {"last-reader"},
    f"{ONE_SUMMARY}/hand-out": {"investigator", "safeguarding-lead"},
    f"{ONE_SUMMARY}/paper.<str:form>": OUTPUT,
    "/team": WORK,
    "/team/give": WRITE | SAFEGUARD,
    "/team/end": WORK,
    "/codebook": CODEBOOK,
    "/codebook/write": {"investigator", "adjudicator"},
    "/codebook/import": {"investigator", "adjudicator"},
    "/codebook/file": CODEBOOK,
    "/coding": RELEASED,
    "/coding/session": RELEASED,
    "/coding/bring": RELEASED,
    "/coding/code": RELEASED,
    "/coding/back": RELEASED,
    "/coding/done": RELEASED,
    "/coding/unblind": {"adjudicator"},
    "/reconcile": CODERS | {"adjudicator"},
    "/reconcile/decide": CODERS | {"adjudicator"},
    "/agreement": CODEBOOK,
    "/agreement/plan": {"investigator", "adjudicator"},
    "/agreement/share": {"investigator", "adjudicator"},
    "/memos": RELEASED,
    "/memos/write": RELEASED,
    "/memos/claim": {"analyst"},
    "/search": RELEASED,
    "/exports": CODERS | {"analyst", "data-steward"},
    "/exports/ask": CODERS | {"analyst", "data-steward"},
    "/exports/confirm": {"analyst", "data-steward"},
    "/exports/take": CODERS | {"analyst", "data-steward"},
    "/consent": WAIVE,
    "/consent/words": WAIVE,
    "/consent/waiver": WAIVE,
    "/consent/confirm": WAIVE,
    "/consent/drop": WAIVE,
    "/recruitment": PLAN | {"data-steward", "analyst"},
    "/recruitment/drop": {"field-lead", "data-steward"},
    "/sessions": SESSIONS,
    "/sessions/plan": PLAN,
    ONE_SESSION: SESSIONS,
    f"{ONE_SESSION}/check": ROOM | SAFEGUARD | {"field-lead"},
    f"{ONE_SESSION}/sign": SESSIONS,
    f"{ONE_SESSION}/item": SESSIONS,
    f"{ONE_SESSION}/step": ROOM,
    f"{ONE_SESSION}/cancel": PLAN,
    f"{ONE_SESSION}/stop": ROOM | SAFEGUARD,
    f"{ONE_SESSION}/hold": SAFEGUARD,
    f"{ONE_SESSION}/go-on": SAFEGUARD,
    f"{ONE_SESSION}/follow-up": SAFEGUARD,
    f"{ONE_SESSION}/ask-again": ROOM,
    f"{ONE_SESSION}/seat": ROOM | {"field-lead"},
    f"{ONE_SESSION}/apart": ROOM | {"field-lead"},
    ONE_SEAT: SEATS,
    f"{ONE_SEAT}/answer": ROOM | {"field-lead"},
    f"{ONE_SEAT}/withhold": SEATS,
    f"{ONE_SEAT}/withdraw": SEATS,
    "/texts": WORK,
    "/destruction": {"data-steward", "witness"},
    "/destruction/recording": {"data-steward"},
    "/destruction/day": {"data-steward"},
    "/destruction/gone": {"data-steward"},
    "/destruction/witness": {"witness"},
    f"{ONE_SESSION}/transcript": {"transcriber", "checker"},
    f"{ONE_SESSION}/transcript/write": {"transcriber"},
    f"{ONE_SESSION}/transcript/check": {"checker"},
    f"{ONE_SESSION}/transcript/cut": {"transcriber", "checker"},
    f"{ONE_SESSION}/translation": {"translator", "back-translator"},
    f"{ONE_SESSION}/translation/write": {"translator"},
    f"{ONE_SESSION}/translation/check": {"back-translator"},
    f"{ONE_SESSION}/reading": DEIDENTIFY,
    f"{ONE_SESSION}/reading/sit": DEIDENTIFY,
    f"{ONE_SESSION}/reading/mark": DEIDENTIFY,
    f"{ONE_SESSION}/reading/unmark": DEIDENTIFY,
    f"{ONE_SESSION}/reading/finish": DEIDENTIFY,
    f"{ONE_SESSION}/reading/decide": DEIDENTIFY,
    f"{ONE_SESSION}/reading/sign": DEIDENTIFY,
    f"{ONE_SESSION}/reading/cut": DEIDENTIFY,
    f"{ONE_SESSION}/released": RELEASED,
    f"{ONE_SESSION}/released/name": RELEASED,
    f"{ONE_SESSION}/released/cut": RELEASED,
    f"{ONE_SESSION}/glass": GLASS,
    f"{ONE_SESSION}/glass/ask": GLASS,
    f"{ONE_SESSION}/glass/agree": GLASS,
    f"{ONE_SESSION}/glass/read": GLASS,
    "/sessions/<int:number>/run": ROOM,
    "/sessions/<int:number>/run/enter": ROOM,
    "/sessions/<int:number>/run/stop": ROOM | SAFEGUARD,
    "/sessions/<int:number>/sync": ROOM,
    "/sessions/<int:number>/sealed": ROOM | SAFEGUARD | {"field-lead"},
    "/sessions/<int:number>/sealed/open": ROOM | SAFEGUARD | {"field-lead"},
    "/tablets": KEEP,
    "/tablets/key": KEEP,
    "/tablets/lost": KEEP,
    "/tablets/token": KEEP,
    "/tablets/token/end": KEEP,
    "/sheets": {"data-steward"},
    "/sheets/open": ROOM | SAFEGUARD | {"field-lead"},
    "/sheets/decide": {"data-steward"},
}
ONE = "/staff/studies/<str:id>"


def test_the_table_names_every_page_of_a_study():
    assert {address.removeprefix(ONE) for address, _ in STAFF if address.startswith(ONE)} == set(MAY)


@pytest.fixture
def somebody(cast):
    return make_person(cast.organisation, Role.RESEARCHER, cast.at)


def acts_asked(monkeypatch) -> list[tuple[StudyAct, ...]]:
    """What pages ask of whoever comes, as they ask it."""
    asked_for, allowed = list[tuple[StudyAct, ...]](), found._allowed

    def listens(seen, acts):
        asked_for.append(acts)
        return allowed(seen, acts)

    monkeypatch.setattr(found, "_allowed", listens)
    return asked_for


def roles_of_any(acts: tuple[StudyAct, ...]) -> frozenset[StudyRole]:
    return frozenset(role for act in acts for role in STUDY_ACTS[act].roles)


def test_st_r04_each_page_asks_for_the_roles_that_are_written_down(cast, somebody, monkeypatch):
    """By somebody who holds every role, so that nothing is left out: each act that a page asks for has its
    roles in one table, and together they let in who is written down here.
    """
    client, acts = signed_in(somebody, cast.at), acts_asked(monkeypatch)
    own = made_up_study(cast.organisation, [somebody], cast.at)
    for path, may in MAY.items():
        acts.clear()
        with undone():
            assert asked(client, filled(f"{ONE}{path}", own.id)).status_code != 404, path
        assert acts, f"{path} asks for nothing"
        let_in = frozenset.intersection(
            *(frozenset().union(*(STUDY_ACTS[a].roles for a in each)) for each in acts)
        )
        assert {role.value for role in let_in} == may, path


def test_st_r04_a_role_reaches_its_own_pages_of_its_own_study_and_nothing_else(cast, somebody):
    """Of each page one role that may and one that may not, all roles in turn; and another study."""
    client, roles = signed_in(somebody, cast.at), sorted(ALL)
    own = made_up_study(cast.organisation, [somebody], cast.at, [StudyRole.INVESTIGATOR])
    other = made_up_study(cast.organisation, [cast.ours[Role.RESEARCHER]], cast.at)
    for turn, (path, may) in enumerate(MAY.items()):
        in_turn = roles[turn % len(roles) :] + roles[: turn % len(roles)]
        able = next(role for role in in_turn if role in may)
        unable = next((role for role in in_turn if role not in may), able)
        for role, study, is_own in ((able, own, True), (unable, own, True), (able, other, False)):
            StudyGrant.objects.filter(study=own).update(role=role)
            with undone():
                status = asked(client, filled(f"{ONE}{path}", study.id)).status_code
            assert (status != 404) == (is_own and role in may), f"{role} {path} {is_own}"


def test_who_holds_a_role_no_more_and_who_is_in_no_study_is_told_nothing(cast, somebody):
    client, stranger = signed_in(somebody, cast.at), signed_in(cast.ours[Role.ADMINISTRATOR], cast.at)
    row = made_up_study(
        cast.organisation, [somebody, cast.ours[Role.ADMINISTRATOR]], cast.at, [StudyRole.MANAGER]
    )
    assert row.code in client.get("/staff/studies/").content.decode()
    assert stranger.get(f"/staff/studies/{row.id}").status_code == 404, "an administrator sees no data"
    assert stranger.get("/staff/studies/").status_code == 404
    StudyGrant.objects.filter(study=row, user=somebody.user).update(ended_at=cast.at)
    assert row.code not in client.get("/staff/studies/").content.decode()
    assert client.get(f"/staff/studies/{row.id}").status_code == 404
    assert Study.objects.filter(id=row.id).exists()
