"""A notice to a platform: what is told, and all that is refused."""

from __future__ import annotations

import base64
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.platform_notice.notice import (
    FIELDS,
    MANY,
    RULES,
    Notice,
    as_json,
    as_text,
    made,
    read_notice,
    schema,
    template,
)

GOOD = {
    "platform": "Telegram",
    "rule": "threat",
    "accounts": ["@example_name", "id 12345"],
    "links": ["https://t.me/example_group/12"],
    "times": ["2026-11-24 21:10 +07:00"],
    "sender": "Example NGO",
    "reference": "R-17",
}
WORDS = {name: name.title() for name in ("title", *FIELDS)} | {f"rule-{rule}": rule for rule in RULES}
PICTURE = base64.b64encode(bytes(range(256)) * 4).decode()
REFUSED = [
    ({"platform": ""}, [("platform", "missing")]),
    ({"platform": "x" * 41}, [("platform", "long")]),
    ({"rule": ""}, [("rule", "missing")]),
    ({"accounts": [], "links": []}, [("accounts", "missing")]),
    ({"accounts": ["data:image/png;base64,AAAA"]}, [("accounts", "file")]),
    ({"links": ["data:image/jpeg;base64," + PICTURE]}, [("links", "file")]),
    ({"links": ["blob:https://example.org/1"]}, [("links", "file")]),
    ({"links": ["https://example.org/?p=" + PICTURE]}, [("links", "file")]),
    ({"accounts": [PICTURE[:90]]}, [("accounts", "file")]),
    ({"reference": "A" * 64}, [("reference", "file")]),
    ({"accounts": ["the child told me that " * 6]}, [("accounts", "long")]),
    ({"links": ["example.org/page"]}, [("links", "link")]),
    ({"links": ["javascript:alert(1)"]}, [("links", "file")]),
    ({"times": ["yesterday"] * 31}, [("times", "many")]),
]
"""What is changed in a good notice, and what is wrong then. The script of the page is held to this, too."""


def test_a_good_notice_is_text_and_json():
    notice = made(GOOD)
    assert isinstance(notice, Notice)
    assert read_notice(as_json(notice).encode()) == notice
    text = as_text(notice, WORDS)
    assert text.startswith(
        "Title\n\nPlatform:\nTelegram\n\nRule:\nthreat\n\nAccounts:\n@example_name\nid 12345\n"
    )
    assert all(line in text for name in MANY for line in GOOD[name])


@pytest.mark.parametrize(("change", "wrong"), REFUSED, ids=[str(n) for n in range(len(REFUSED))])
def test_what_is_no_name_link_or_time_is_refused(change, wrong):
    found = made({**GOOD, **change})
    assert not isinstance(found, Notice)
    assert [(each.field, each.why) for each in found] == wrong


@pytest.mark.parametrize(
    "change",
    [
        {"picture": "x"},
        {"description": "what it shows"},
        {"accounts": "one"},
        {"links": [1]},
        {"format": 2},
        {"rule": "other"},
    ],
)
def test_there_is_no_other_field_and_no_other_kind(change):
    found = made({**GOOD, **change})
    assert not isinstance(found, Notice)
    assert found[0].why == "unknown"


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xd8\xff\xe0JFIF", b"\x89PNG\r\n", b'"text"'])
def test_a_file_that_is_no_notice_is_none(data):
    found = read_notice(data)
    assert not isinstance(found, Notice)
    assert found[0].why == "unknown"


@given(
    st.binary(min_size=90, max_size=4000),
    st.sampled_from(("accounts", "links", "times", "sender", "reference")),
)
def test_no_file_written_as_letters_gets_into_any_field(content, field):
    letters = base64.b64encode(content).decode()
    line = f"https://example.org/{letters}" if field == "links" else letters
    assert not isinstance(made({**GOOD, field: [line] if field in MANY else line}), Notice)


@given(st.text(max_size=400))
def test_whatever_is_written_in_a_line_is_refused_or_short(line):
    found = made({**GOOD, "accounts": ["@a", line]})
    assert not isinstance(found, Notice) or all(len(each) <= 100 for each in found.accounts)


def test_the_schema_agrees_with_what_is_made():
    jsonschema.Draft7Validator.check_schema(schema())
    notice = made(GOOD)
    assert isinstance(notice, Notice)
    jsonschema.validate(json.loads(as_json(notice)), schema())
    for change in ({"picture": "x"}, {"rule": "other"}, {"links": ["ftp://x"]}, {"platform": "x" * 41}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**GOOD, **change}, schema())


def test_the_template_has_every_heading_and_nothing_in_it():
    empty = template(WORDS)
    assert all(f"{WORDS[name]}:\n…" in empty for name in FIELDS)
