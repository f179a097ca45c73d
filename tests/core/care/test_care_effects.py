"""Nothing is done without the grant for that very thing: not by mistake, and not by hand."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.care.made import AT, CASE, CLINIC, act_first, answers, caregiver, child, scope
from tests.run import ROOT

from kapea.core.care import care_effects, decisions
from kapea.core.care.asking import AgeBand, SharedField
from kapea.core.care.care_effects import (
    AskForFeedback,
    CallBack,
    CareEffect,
    CareMessage,
    ExchangeRecord,
    KeepStory,
    NotPermitted,
    TellOrganisation,
    TellPerson,
    UseInStudy,
)
from kapea.core.care.decisions import Granted, decide, decide_act_first
from kapea.core.care.scopes import PermissionKind

EFFECTS = {
    PermissionKind.KEEP: KeepStory,
    PermissionKind.CALL_BACK: CallBack,
    PermissionKind.TELL_ORG: TellOrganisation,
    PermissionKind.TELL_PERSON: TellPerson,
    PermissionKind.EXCHANGE: ExchangeRecord,
    PermissionKind.FEEDBACK_CALL: AskForFeedback,
    PermissionKind.STUDY: UseInStudy,
}
PAYLOAD = {SharedField.CODE: "K-204", SharedField.LEVEL: "red"}
each_kind = pytest.mark.parametrize("kind", PermissionKind)


def granted(kind: PermissionKind) -> Granted:
    about, band = scope(kind), AgeBand.FROM_12
    made = decide(answers(child(about=about), caregiver(about=about), band=band), about, at=AT)
    assert isinstance(made, Granted)
    return made


def said(kind: PermissionKind) -> dict:
    """All that the effect of a kind is made with, as its grant allows it."""
    about = scope(kind)
    made = {"granted": granted(kind), "case": CASE, "at": AT, "target": about.target}
    if about.fields:
        made["payload"] = PAYLOAD
    if kind in (PermissionKind.TELL_ORG, PermissionKind.STUDY):
        made["purpose"] = about.purpose
    return made


@each_kind
def test_each_kind_has_one_effect_and_it_is_made_with_its_grant(kind):
    assert EFFECTS[kind](**said(kind)).granted.scope.kind is kind


@each_kind
def test_an_effect_takes_the_grant_of_no_other_kind(kind):
    for other in set(PermissionKind) - {kind}:
        with pytest.raises(NotPermitted, match="grant"):
            EFFECTS[kind](**said(kind) | {"granted": granted(other)})


@each_kind
@pytest.mark.parametrize("grant", [None, True, "yes", object()])
def test_nothing_but_a_grant_is_one(kind, grant):
    with pytest.raises(NotPermitted, match="granted"):
        EFFECTS[kind](**said(kind) | {"granted": grant})


@each_kind
@pytest.mark.parametrize(
    "changed", [{"case": "case-b"}, {"target": "somebody-else"}, {"at": AT + timedelta(days=90)}]
)
def test_an_effect_of_another_case_receiver_or_time_is_refused(kind, changed):
    with pytest.raises(NotPermitted, match=next(iter(changed))):
        EFFECTS[kind](**said(kind) | changed)


@each_kind
def test_an_effect_reaches_nobody_from_whom_it_is_kept(kind):
    """Whatever was decided: the grant says it too."""
    made = granted(kind)
    hidden = decisions._granted(CASE, made.scope, made.until, made.by, frozenset({made.scope.target}))
    with pytest.raises(NotPermitted, match="kept from"):
        EFFECTS[kind](**said(kind) | {"granted": hidden})


@pytest.mark.parametrize("kind", [PermissionKind.TELL_ORG, PermissionKind.STUDY])
def test_an_effect_for_another_purpose_is_refused(kind):
    with pytest.raises(NotPermitted, match="purpose"):
        EFFECTS[kind](**said(kind) | {"purpose": "another"})


@pytest.mark.parametrize("kind", [k for k in PermissionKind if issubclass(EFFECTS[k], CareMessage)])
@pytest.mark.parametrize(
    "payload",
    [
        {},
        {SharedField.CODE: "K-204"},
        PAYLOAD | {SharedField.NAME: "Dara"},
        {"code": "K-204", "level": "red"},
    ],
)
def test_a_message_has_the_fields_of_its_grant_no_more_and_no_fewer(kind, payload):
    with pytest.raises(NotPermitted, match="payload"):
        EFFECTS[kind](**said(kind) | {"payload": payload})


def test_a_message_is_byte_for_byte_what_was_allowed():
    words = dict(PAYLOAD)
    message = TellOrganisation(**said(PermissionKind.TELL_ORG) | {"payload": words})
    words[SharedField.NAME] = "Dara"
    assert message.body() == b'{"code":"K-204","level":"red"}'
    with pytest.raises(TypeError):
        message.payload[SharedField.NAME] = "Dara"


def test_notes_and_the_safety_plan_have_no_field():
    assert not [each for each in SharedField if "note" in each.value or "plan" in each.value]


def test_an_act_first_record_grants_an_effect_too():
    made = decide_act_first(act_first(), answers(), CLINIC, at=AT)
    sent = {"case": CASE, "at": AT, "target": "clinic", "purpose": "medical", "payload": PAYLOAD}
    assert TellOrganisation(granted=made, **sent).target == "clinic"


# --- by hand --------------------------------------------------------------------------------


def test_a_grant_cannot_be_made_by_hand():
    said = {"case": CASE, "scope": CLINIC, "until": AT, "by": (), "must_not_know": frozenset()}
    with pytest.raises(TypeError):
        Granted(**said)
    for token in (None, object(), True, decisions._Decided()):
        with pytest.raises(TypeError, match="never by hand"):
            Granted(**said, decided=token)


def test_a_grant_cannot_be_turned_into_another():
    made = granted(PermissionKind.TELL_ORG)
    with pytest.raises((TypeError, ValueError)):
        replace(made, case="case-b")
    with pytest.raises(AttributeError):
        made.case = "case-b"
    with pytest.raises((TypeError, ValueError)):
        copy.replace(made, case="case-b") if hasattr(copy, "replace") else replace(made, scope=CLINIC)


def test_a_grant_that_only_looks_like_one_is_refused():
    class Pretended(Granted):
        def __post_init__(self, decided):
            pass

    fields = {
        "case": CASE,
        "scope": CLINIC,
        "until": AT + timedelta(1),
        "by": (),
        "must_not_know": frozenset(),
    }
    with pytest.raises(NotPermitted, match="granted"):
        TellOrganisation(**said(PermissionKind.TELL_ORG) | {"granted": Pretended(**fields, decided=None)})


def test_one_module_alone_holds_what_makes_a_grant():
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}
    holders = [name for name, text in texts.items() if re.search(r"\b_DECIDED\b", text)]
    assert holders == ["decisions.py"]


def test_every_effect_of_care_is_one_of_these():
    kinds = {c for c in vars(care_effects).values() if isinstance(c, type) and issubclass(c, CareEffect)}
    assert kinds - {CareEffect, CareMessage} == set(EFFECTS.values())


WRONG = """
from datetime import datetime
from kapea.core.care.care_effects import CallBack, KeepStory
from kapea.core.care.decisions import Granted, Refused
from kapea.core.care.scopes import CallBackScope, KeepScope

def right(granted: Granted[KeepScope], at: datetime) -> KeepStory:
    return KeepStory(granted=granted, case="a", at=at)

def other_kind(granted: Granted[CallBackScope], at: datetime) -> KeepStory:
    return KeepStory(granted=granted, case="a", at=at)

def undecided(decided: Granted[KeepScope] | Refused, at: datetime) -> KeepStory:
    return KeepStory(granted=decided, case="a", at=at)

def by_hand(at: datetime) -> Granted[KeepScope]:
    return Granted(case="a", scope=KeepScope(), until=at, by=(), must_not_know=frozenset(), decided=object())

def without(at: datetime) -> KeepStory:
    return KeepStory(case="a", at=at)
"""


def test_the_type_checker_refuses_each_of_these(tmp_path, monkeypatch):
    """So whoever writes such a line learns it before it runs."""
    monkeypatch.setenv("MYPYPATH", str(ROOT / "src"))
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    options = ["--strict", "--config-file=", "--no-error-summary", f"--cache-dir={tmp_path / 'cache'}"]
    command = [sys.executable, "-m", "mypy", *options, str(tmp_path / "wrong.py")]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    functions = [n for n, line in enumerate(WRONG.splitlines(), 1) if line.startswith("def ")]
    errors = {int(line.split(":")[1]) for line in found.splitlines() if " error: " in line}
    wrong = {max(n for n in functions if n < error) for error in errors}
    assert wrong == set(functions[1:]), found
