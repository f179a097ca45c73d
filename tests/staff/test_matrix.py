"""Who may do what, at every address: each role, each row in each relation, asked for over HTTP.

The addresses come from the URL list and the rows from the models, so what is added is asked about too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from tests.run import ROOT
from tests.staff.cast import Cast, signed_in

from kapea.care.models import (
    Case,
    CaseReferral,
    CaseTransfer,
    CodeAlert,
    Intake,
    OutsideReferral,
    QuarantineEntry,
    RecordedActFirst,
    RecordedProtocol,
    ReferralTodo,
)
from kapea.core.staff.roles import Relation, Role
from kapea.core.staff.rule_model import Audience, Rule
from kapea.core.staff.rules import RULES
from kapea.directory.models import DirectoryEdit
from kapea.learning.edition_model import FiguresEdition
from kapea.learning.models import TrainingCertificate, TrainingHours, Workshop
from kapea.people.models import Invitation, Membership, StaffSession
from kapea.studies.models import Study
from kapea.web.base.ruled import rule_of_view, unruled

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.any_database,  # who may do what is the code's own; each view is asked for on both elsewhere
]


@pytest.fixture
def cast(cast_with_cases) -> Cast:
    return cast_with_cases


GOLDEN = Path(__file__).with_name("matrix.txt")
NOWHERE = "/staff/nothing/is/here"
NO_ROW = "aaaaaaaaaaaaaaaa"
OURS = {Relation.ORGANISATION}
THEIRS = {Relation.OTHER_ORGANISATION}


def addresses(patterns=None, prefix="/") -> Iterator[tuple[str, Rule]]:
    """Every address of staff, with its rule."""
    for each in patterns or get_resolver().url_patterns:
        address = f"{prefix}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, address)
        elif isinstance(each, URLPattern):
            rule = rule_of_view(each.callback)
            assert rule is not None, address
            if rule.audience is Audience.STAFF:
                yield address, rule


STAFF = list(addresses())


def rows_of(cast: Cast, rule: Rule, role: Role) -> list[tuple[str, set[Relation]]]:
    """Ids of rows of a rule's model, and how each stands to whoever has the role."""
    mine, pupil = cast.ours[role], cast.pupil
    colleague = cast.ours[Role.EDITOR if role is not Role.EDITOR else Role.RESEARCHER]
    stranger = cast.theirs[Role.COUNSELLOR]
    if rule.model == Membership._meta.label:
        watched = {Relation.SUPERVISED} if role is Role.SUPERVISOR else set()
        return [
            (mine.membership.id, {Relation.MINE, *OURS}),
            (colleague.membership.id, OURS),
            *([(pupil.membership.id, {*watched, *OURS})] if pupil is not mine else []),
            (stranger.membership.id, THEIRS),
        ]
    of_ours = {
        Invitation._meta.label: (cast.invitation, cast.their_invitation),
        Intake._meta.label: (cast.intake, cast.their_intake),
        CodeAlert._meta.label: (cast.alert, cast.their_alert),
        OutsideReferral._meta.label: (cast.outside, cast.their_outside),
        QuarantineEntry._meta.label: (cast.quarantine, cast.their_quarantine),
    }
    if rule.model in of_ours:
        ours, not_ours = of_ours[rule.model]
        return [(ours.id, OURS), (not_ours.id, THEIRS)]
    if rule.model == Workshop._meta.label:
        leads = {Relation.MINE} if role is Role.FACILITATOR else set()
        return [
            (cast.another_workshop.id, OURS),
            (cast.workshop.id, {*leads, *OURS}),
            (cast.their_workshop.id, THEIRS),
        ]
    of_training = {
        TrainingHours._meta.label: (cast.training, cast.their_training),
        TrainingCertificate._meta.label: (cast.certificates, cast.their_certificate),
    }
    if rule.model in of_training:
        own, theirs = of_training[rule.model]
        is_mine = {each: {Relation.MINE} if role is each else set() for each in own}
        return [*((row.id, {*is_mine[each], *OURS}) for each, row in own.items()), (theirs.id, THEIRS)]
    if rule.model == FiguresEdition._meta.label:
        return [(cast.their_edition.id, THEIRS), (cast.edition.id, OURS)]
    if rule.model.startswith("care."):
        return _of_care(cast, rule.model, role)
    if rule.model == Study._meta.label:
        return [
            (cast.another_study.id, OURS),
            (cast.study.id, {Relation.MINE, *OURS}),
            (cast.their_study.id, THEIRS),
        ]
    if rule.model == DirectoryEdit._meta.label:
        return [(cast.their_change.id, THEIRS), (cast.change.id, OURS)]
    if rule.model == StaffSession._meta.label:
        others = [(another_session(cast, each), set()) for each in (colleague, stranger)]
        return [(another_session(cast, mine), {Relation.MINE}), *others]
    raise AssertionError(f"{rule.name}: say which rows of {rule.model} there are, and how they stand")


def _of_care(cast: Cast, model: str, role: Role) -> list[tuple[str, set[Relation]]]:
    if model == Case._meta.label:
        return _cases(cast, role)
    if model == CaseTransfer._meta.label:
        to_me = {each: {Relation.MINE} if each is role else set() for each in cast.offers}
        return [*((row.id, to_me[each]) for each, row in cast.offers.items()), (cast.their_offer.id, THEIRS)]
    if model in (CaseReferral._meta.label, ReferralTodo._meta.label):
        return _referrals(cast, role, of_todos=model == ReferralTodo._meta.label)
    if model == RecordedActFirst._meta.label:
        return [(cast.acted_first.id, OURS), (cast.their_acted_first.id, THEIRS)]
    if model == RecordedProtocol._meta.label:
        stands = {"ours": {Relation.MINE, *OURS}, "theirs": {Relation.REFERRED, *OURS}, "others": set()}
        return [(cast.protocols[name].id, relations) for name, relations in stands.items()]
    raise AssertionError(f"say which rows of {model} there are, and how they stand")


def _cases(cast: Cast, role: Role) -> list[tuple[str, set[Relation]]]:
    """Each case, and how it stands to whoever has the role. Nobody supervises our case worker just now, so
    every supervisor of ours does.
    """
    watches = {Relation.SUPERVISED} if role is Role.SUPERVISOR else set()
    kept = {Relation.MINE} if role is Role.COUNSELLOR else set()
    own = {each: {Relation.MINE} if each is role else watches for each in cast.cases}
    return [
        *((row.id, own[each]) for each, row in cast.cases.items()),
        (cast.kept_case.id, kept),
        (cast.their_case.id, THEIRS),
    ]


def _referrals(cast: Cast, role: Role, *, of_todos: bool) -> list[tuple[str, set[Relation]]]:
    """As their cases; one of others was sent to our partner worker."""
    watches = {Relation.SUPERVISED} if role is Role.SUPERVISOR else set()
    rows = [
        *((row, {Relation.MINE} if each is role else watches) for each, row in cast.referrals.items()),
        (cast.kept_referral, {Relation.MINE} if role is Role.COUNSELLOR else set()),
        (cast.received, {Relation.REFERRED} if role is Role.PARTNER_WORKER else set()),
    ]
    return [(row.todos.get().id if of_todos else row.id, stands) for row, stands in rows]


def another_session(cast: Cast, person) -> str:
    """The id of a session in a browser of its own."""
    before = set(StaffSession.objects.filter(user=person.user).values_list("id", flat=True))
    signed_in(person, cast.at)
    return StaffSession.objects.filter(user=person.user).exclude(id__in=before).get().id


@contextmanager
def undone() -> Iterator[None]:
    """What is done meanwhile is taken back. No block of its own: what says that something sealed is read
    stands in none.
    """
    points = [(alias, transaction.savepoint(using=alias)) for alias in ("default", "keys")]
    yield
    for alias, point in points:
        transaction.savepoint_rollback(point, using=alias)


def told(response) -> str:
    """What a page says, without the word of its forms, which changes each time."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())


def filled(address: str, id: str) -> str:
    """An address with the id of a row in it, a paper that every workshop has, a session and a seat that every
    study has.
    """
    of_study = (
        address.replace("<int:number>", "1")
        .replace("<str:seat>", "c1")
        .replace("<str:kind>", "report")
        .replace("<str:form>", "md")
        .replace("<str:page>", "summary-en")
    )
    return of_study.replace("<str:id>", id).replace("<str:paper>", "plan-cards")


def asked(client, address: str):
    """What answers there: a POST where nothing else is taken."""
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_each_role_reaches_what_its_rules_say_and_nothing_else(cast, role):
    client = signed_in(cast.ours[role], cast.at)
    nothing = told(client.get(NOWHERE))
    for address, rule in STAFF:
        for id, relations in rows_of(cast, rule, role) if "<str:id>" in address else [("", set())]:
            allowed = rule.relations(role)
            may = bool(allowed & relations) if id else bool(allowed)
            with undone():
                response = asked(client, filled(address, id))
            assert (response.status_code != 404) == may, f"{role.value} {address} {relations}"
            if not may:
                assert told(response) == nothing, "not there and not for you are one page"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR], ids=lambda role: role.value)
def test_what_may_not_be_seen_is_asked_for_as_what_is_not_there(cast, role):
    client = signed_in(cast.ours[role], cast.at)
    for address, rule in STAFF:
        if "<str:id>" not in address or not rule.relations(role):
            continue
        hidden = [id for id, stands in rows_of(cast, rule, role) if not stands & rule.relations(role)]
        statements = {tuple(sent(client, filled(address, id))) for id in [NO_ROW, *hidden]}
        assert len(statements) == 1, address


def sent(client, address: str) -> list[str]:
    """The statements of a request, without what is asked for."""
    with CaptureQueriesContext(connection) as seen:
        assert asked(client, address).status_code == 404
    return [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in seen.captured_queries]


def test_every_address_names_its_rule():
    assert unruled(get_resolver().url_patterns) == []


def test_every_rule_is_of_use():
    """By an address, or by a page that lists rows under it."""
    at_addresses = {rule.name for _, rule in STAFF}
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/kapea/web").rglob("*.py"))
    of_staff = {name for name, rule in RULES.items() if rule.audience is Audience.STAFF}
    assert [name for name in of_staff - at_addresses if f'"{name}"' not in pages] == []


def test_the_table_is_written_down(request):
    """So that whoever changes who may do what shows it."""
    lines = [
        f"{rule.name:20} {rule.act.value:7} {rule.model or '-':22} {role.value:18} "
        + ", ".join(sorted(each.value for each in rule.relations(role)))
        for rule in RULES.values()
        for role in Role
        if rule.relations(role)
    ]
    text = "\n".join(lines) + "\n"
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == text
