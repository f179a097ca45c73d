"""No table, question, label or thing that is passed on asks for what nobody is ever asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

import pytest
import yaml
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import COUNTRIES, built
from tests.run import ROOT

from kapea.core.care import (
    act_first,
    asking,
    never_ask,
    referral_codes,
    referral_form,
    scopes,
    sharing_protocol,
)
from kapea.core.care.never_ask import NEVER_ASKED, never_asked
from kapea.core.pack.model import Release

EXCUSED = {
    "people.User.password": "the hash of a staff member's own passphrase; nobody who is helped has one",
    "fault-username_password_mismatch": "what staff read who typed another passphrase than their own",
    "fault-incorrect_password": "what staff read who typed another passphrase than their own",
    "word.workshop-for-faith-leaders": "for whom a workshop is; nobody is asked",
    "study-report-role-faith-leader": "as what somebody spoke in a study; nobody is asked what they believe",
    "quote-who-faith-leader": "the same, under a quote, where five or more bear it",
    "study-kind-faith-leader": "as what a grown-up takes part in a talk; nobody is asked what they believe",
    "role=faith": "what a grown-up is to the children they ask for: a leader of a temple, church or mosque",
}
"""Names that were looked at one by one, and why they are right."""
READ = {".py", ".json", ".yaml", ".toml", ".html", ".js"}
WRITTEN = (act_first, asking, scopes, referral_codes, referral_form, sharing_protocol)
OURS = [m for m in apps.get_models() if m.__module__.startswith("kapea.")]


def wrong(names) -> list[tuple[str, str]]:
    return [(name, what) for name in names if name not in EXCUSED and (what := never_asked(name))]


def columns() -> Iterator[str]:
    for model in OURS:
        for field in model._meta.get_fields():
            yield f"{model._meta.label}.{field.name}"


def asked(release: Release) -> Iterator[str]:
    """What a journey can ask and know, and every word of the screen, by their ids."""
    for fact in release.facts:
        yield from (fact.name, *(f"{fact.name}={value}" for value in fact.values))
    for node in release.nodes:
        yield node.about
        yield from (said.text.split("/")[0] for said in (node.ask.say if node.ask else ()))
    yield from (text for text in release.texts["en"] if text.startswith("word."))


def staff_words() -> Iterator[str]:
    for file in (ROOT / "src").rglob("words/*.yaml"):
        yield from keys(yaml.safe_load(file.read_text(encoding="utf-8")))


def keys(words: object) -> Iterator[str]:
    if isinstance(words, dict):
        for name, inner in words.items():
            yield from (str(name), *keys(inner))


def overrides_consent(text: str) -> bool:
    return re.search(r"consent[_ -]?overrid|overrid\w{0,4}[_ -]?consent", text, re.IGNORECASE) is not None


def test_no_column_asks_for_it():
    assert wrong(columns()) == []
    assert len(OURS) > 8


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_question_and_no_word_of_the_screen_asks_for_it(country):
    names = list(asked(built(country).release))
    assert wrong(names) == []
    assert "band" in names


def test_no_word_of_a_staff_page_asks_for_it():
    assert wrong(staff_words()) == []


def test_nothing_that_can_be_passed_on_or_written_down_of_a_case_asks_for_it():
    kinds = [k for m in WRITTEN for k in vars(m).values() if isinstance(k, type)]
    names = {f"{each.name} {each.value}" for k in kinds if issubclass(k, Enum) for each in k}
    assert wrong(names) == []
    assert len(names) > 40


def test_nothing_can_override_a_consent():
    """No column, setting, option or parameter, in code or in a schema, by whatever case it is written."""
    files = (p for folder in ("src", "docs/schema", "packs") for p in (ROOT / folder).rglob("*"))
    read = {p: p.read_text(encoding="utf-8") for p in files if p.suffix in READ}
    assert len(read) > 500
    assert [p.name for p, text in read.items() if overrides_consent(text)] == []


@pytest.mark.parametrize(
    "said", ["consent_overridden: true", "consentOverride", "--override-consent", "overridesConsent"]
)
def test_an_override_is_found_however_it_is_written(said):
    assert overrides_consent(f"x\n{said}\n")


# --- the list itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("why", "why"),
        ("case.why", "why"),
        ("whyDidYouGo", "why"),
        ("abuse_details", "detail of the abuse"),
        ("imageLink", "the image or where it is"),
        ("child.password", "a password"),
        ("sexual-history", "sexual history"),
        ("hiv_status", "HIV"),
        ("Religion", "religion"),
        ("casteCode", "caste"),
        ("nationalId", "an identity number"),
        ("home_address", "an address"),
        ("birthDate", "an exact age"),
        ("voice_recording_2", "a recording"),
        ("migration_status", "migration status"),
    ],
)
def test_it_is_found_however_the_name_is_written(name, what):
    assert never_asked(name) == what


@pytest.mark.parametrize(
    "name", ["recording", "addressed", "pinned", "given_at", "trace", "embrace", "vetting-why"]
)
def test_a_name_that_only_looks_like_it_is_let_through(name):
    assert never_asked(name) is None


every = st.sampled_from([(what, name) for what, called in NEVER_ASKED.items() for name in called])


@given(every, st.sampled_from([str.lower, str.upper, str.title]), st.sampled_from(" _-."), st.booleans())
def test_each_of_the_list_is_found_in_any_writing(named, written, between, framed):
    name = written(named[1]).replace(" ", between)
    assert never_asked(f"case{between}{name}{between}2" if framed else name) is not None


def test_a_planted_column_is_found(monkeypatch):
    monkeypatch.setitem(never_ask.NEVER_ASKED, "planted", ("given at",))
    assert ("care.RecordedPermission.given_at", "planted") in wrong(columns())
