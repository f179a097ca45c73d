"""How far a language is: every text is counted once, as what readers get of it."""

from __future__ import annotations

from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.authoring import reviews
from kapea.core.authoring.translation_status import (
    Status,
    TranslationRow,
    by_catalogue,
    translation_status,
    translation_status_page,
)
from kapea.core.pack.problem import Place

ENGLISH = {f"S01.child.after.{n}": f"Words {n}." for n in range(4)} | {"word.yes": "Yes", "word.no": "No"}
PLACES = {id: Place(f"small/{'situations/S01' if id[0] == 'S' else 'words'}.yaml") for id in ENGLISH}
STATES = ("missing", "empty", "draft", "reviewed", "fuzzy", "changed")
SEEN = {"missing": "missing", "empty": "missing", "changed": "fuzzy"}
"""As what each is counted, where its name does not say so."""
states = st.fixed_dictionaries({id: st.sampled_from(STATES) for id in ENGLISH})


def message(id: str, state: str) -> Message:
    english = "Other words." if state == "changed" else ENGLISH[id]
    made = Message(english, "" if state == "empty" else "ពាក្យ", context=id)
    if state == "fuzzy":
        made.flags.add("fuzzy")
    if state == "reviewed":
        made.user_comments = reviews.reviewed(made, "Sok Dara", "2026-11-24")
    return made


def kept(told: dict[str, str]) -> dict[str, Message]:
    return {id: message(id, state) for id, state in told.items() if state != "missing"}


@given(states)
def test_every_text_is_counted_once_as_what_it_is(told):
    status = translation_status(ENGLISH, kept(told))
    seen = [SEEN.get(state, state) for state in told.values()]
    assert {name: getattr(status, name) for name in ("draft", "reviewed", "fuzzy", "missing")} == {
        name: seen.count(name) for name in ("draft", "reviewed", "fuzzy", "missing")
    }
    assert status.done + status.fuzzy + status.missing == status.total == len(ENGLISH)


@given(states)
def test_the_catalogues_of_a_language_add_up_to_it(told):
    each = by_catalogue(ENGLISH, PLACES, kept(told))
    assert list(each) == ["S01", "words"]
    assert sum(each.values(), Status()) == translation_status(ENGLISH, kept(told))


@given(states)
def test_a_review_of_other_words_counts_as_none(told):
    ours = kept(told)
    for each in ours.values():
        if each.string:
            each.string += "ថ្មី"
    assert translation_status(ENGLISH, ours).reviewed == 0


def test_the_page_has_a_line_for_each_language_and_each_catalogue_with_its_numbers():
    rows = [
        TranslationRow("small", "km", "S01", Status(10, draft=3, reviewed=2, fuzzy=1)),
        TranslationRow("small", "km", "words", Status(5, draft=5)),
        TranslationRow("small", "ne", "words", Status(5)),
    ]
    lines = translation_status_page(rows).splitlines()
    assert "| small | km | 15 | 10 | 2 | 1 | 4 |" in lines
    assert "| small | ne | 5 | 0 | 0 | 0 | 5 |" in lines
    assert "| S01 | 10 | 5 | 2 | 1 | 4 |" in lines
    assert [line for line in lines if line.startswith("## ")] == ["## small: km", "## small: ne"]
