"""A notice that was made is read back as it was, in every form, and says nothing that was not put in."""

from __future__ import annotations

import json
import re

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.platform_notice.notice import (
    FIELDS,
    LONGEST,
    MANY,
    MOST_LINES,
    ONE,
    RULES,
    Notice,
    as_json,
    as_text,
    made,
    read_notice,
    schema,
    screen_rules,
    template,
    wrongs,
)

HEADINGS = {name: f"[{name}]" for name in ("title", *FIELDS)} | {
    f"rule-{rule}": f"<{rule}>" for rule in RULES
}
NAME = st.text(alphabet="aZ9 @._កាख्é", min_size=1, max_size=40).filter(str.strip)
LINK = st.from_regex(r"https?://[a-z]{1,12}\.org/[a-z0-9/_-]{0,40}", fullmatch=True)
NOTICES = st.fixed_dictionaries(
    {"platform": NAME, "rule": st.sampled_from(RULES), "accounts": st.lists(NAME, min_size=1, max_size=5)},
    optional={
        "links": st.lists(LINK, max_size=5),
        "times": st.lists(NAME, max_size=5),
        "sender": NAME,
        "reference": NAME,
    },
)


def notice_of(said: object) -> Notice:
    found = made(said)
    assert isinstance(found, Notice), found
    return found


@given(NOTICES)
def test_what_goes_out_as_json_comes_in_the_same(said):
    notice = notice_of(said)
    assert read_notice(as_json(notice).encode()) == notice


@given(NOTICES)
def test_made_again_from_itself_it_does_not_change(said):
    once = notice_of(said)
    assert notice_of(json.loads(as_json(once))) == once


@given(NOTICES)
def test_whatever_is_made_is_what_the_schema_promises(said):
    jsonschema.validate(json.loads(as_json(notice_of(said))), schema())


@given(NOTICES)
def test_each_line_that_was_given_stands_in_the_text_whole(said):
    notice = notice_of(said)
    lines = as_text(notice, HEADINGS).splitlines()
    assert all(line in lines for name in MANY for line in getattr(notice, name))
    assert all(getattr(notice, name) in lines for name in ONE if getattr(notice, name))
    assert f"<{notice.rule}>" in lines


@given(NOTICES)
def test_the_text_has_no_line_that_nobody_gave(said):
    notice = notice_of(said)
    given_ = {f"<{notice.rule}>", *(getattr(notice, name) for name in ONE)}
    given_ |= {line for name in MANY for line in getattr(notice, name)}
    headings = {HEADINGS["title"], *(f"{HEADINGS[name]}:" for name in FIELDS)}
    assert set(as_text(notice, HEADINGS).splitlines()) <= given_ | headings | {""}


@given(NOTICES)
def test_a_field_left_empty_has_no_heading(said):
    notice = notice_of(said)
    text = as_text(notice, HEADINGS)
    for name in FIELDS:
        assert (f"{HEADINGS[name]}:" in text) == bool(getattr(notice, name))


@given(NOTICES, st.sampled_from(MANY))
def test_a_line_more_than_is_taken_is_refused_and_named(said, name):
    line = "https://example.org/" if name == "links" else "x"
    full = {**said, name: [line] * MOST_LINES}
    assert isinstance(made(full), Notice)
    found = made({**said, name: [line] * (MOST_LINES + 1)})
    assert not isinstance(found, Notice)
    assert [(each.field, each.why) for each in found] == [(name, "many")]


@given(NOTICES, st.sampled_from(sorted(set(LONGEST) - {"links"})))
def test_a_letter_more_than_a_line_may_have_is_refused_and_named(said, name):
    for letters, why in ((LONGEST[name], []), (LONGEST[name] + 1, [(name, "long")])):
        line = ("ab " * letters)[: letters - 1] + "z"
        found = [(each.field, each.why) for each in wrongs({**said, name: [line] if name in MANY else line})]
        assert found == why


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), st.lists, max_leaves=6))
def test_no_value_of_another_kind_ends_in_anything_but_a_reason(value):
    for name in (*FIELDS, "format"):
        found = made({"platform": "T", "rule": "threat", "accounts": ["@a"], name: value})
        assert isinstance(found, Notice) or all(each.why for each in found)


@given(st.binary(max_size=60))
def test_no_bytes_end_in_anything_but_a_reason(data):
    found = read_notice(data)
    assert not isinstance(found, Notice)
    assert [each.why for each in found] == ["unknown"] or b"{" in data


def test_a_screen_refuses_by_the_same_patterns_that_compile_here():
    rules = screen_rules()
    assert all(re.compile(rules[name], re.I) for name in ("link", "data", "run", "link_run"))
    assert set(rules["longest"]) == {*ONE, *MANY}
    assert json.loads(json.dumps(rules))["order"] == list(FIELDS)


def test_the_template_filled_in_by_hand_has_the_headings_of_a_notice():
    empty = template(HEADINGS)
    full = as_text(Notice("T", "threat", ("@a",), ("https://a.org",), ("now",), "me", "R-1"), HEADINGS)
    assert [x for x in empty.splitlines() if x.startswith("[")] == [
        x for x in full.splitlines() if x.startswith("[")
    ]
