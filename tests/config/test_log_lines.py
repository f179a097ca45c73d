"""No line of a log holds a path, a number or a word of anybody, however it came to be written."""

from __future__ import annotations

import json
import logging
import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.config.causes import cause, database_advice
from kapea.config.home import MENDS, write_advice
from kapea.config.quiet_logs import JsonLines, QuietFormatter

PLANTED = st.sampled_from(
    ("/km/h/3?a=Xyzzy", "+855 12 345 678", "they have my Xyzzy", "ជួយខ្ញុំ", "k=Xyzzy; f=1")
)
OTHERS = st.sampled_from(("django.request", "django.security.csrf", "asyncio", "root", "granian", "kapeas"))
LINE = re.compile(r"[\d-]{10} [\d:,]{12} \w+ [\w.]+ \w+:\d+( \d+)?(\n    \S+:\d+ \S+)*", re.A)


def line(name: str, message: object, args: tuple[object, ...] = (), error: Exception | None = None) -> str:
    told = (type(error), error, error.__traceback__) if error else None
    return QuietFormatter().format(logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, told))


def raised(errors: list[Exception], by_hand: bool) -> Exception:
    """The last of these, each raised while the one before it was handled."""
    before: Exception | None = None
    for error in errors:
        try:
            try:
                if before is not None:
                    raise before
            except Exception:
                raise error from (before if by_hand else None)
            raise error
        except Exception as caught:
            before = caught
    assert before is not None
    return before


KINDS = (ValueError, KeyError, OSError, UnicodeError, RuntimeError)
errors = st.lists(
    st.builds(lambda kind, text: kind(text), st.sampled_from(KINDS), PLANTED), min_size=1, max_size=4
)


@given(OTHERS, PLANTED, PLANTED)
def test_what_others_log_is_a_place_in_code_and_nothing_else(name, planted, other):
    said = line(name, f"Not Found: {planted} %s", (other,))
    assert LINE.fullmatch(said), said
    assert planted not in said
    assert other not in said


@given(errors, st.booleans())
def test_no_exception_brings_its_words_nor_those_of_any_before_it(chain, by_hand):
    said = line("kapea.web", "an answer fails:", error=raised(chain, by_hand))
    for error in chain:
        for told in map(str, error.args):
            assert told not in said
    assert type(chain[-1]).__name__ in said


@given(OTHERS, st.lists(PLANTED, max_size=3))
def test_a_line_whose_words_do_not_fit_is_still_a_line(name, args):
    assert LINE.fullmatch(line(name, "%d %s %(x)s %", tuple(args)))


@given(PLANTED)
def test_neither_a_stack_nor_extra_fields_of_a_record_are_written(planted):
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "x", (), None)
    record.stack_info, record.exc_text, record.request = planted, planted, planted
    record.status_code = 500
    said = QuietFormatter().format(record)
    assert planted not in said
    assert said.endswith(" 500")


def test_our_own_lines_keep_their_words():
    assert line("kapea.guide", "%d totals could not be written", (3,)).endswith(
        "3 totals could not be written"
    )


def test_a_name_that_only_begins_like_ours_is_not_ours():
    assert "planted" not in line("kapeas.web", "planted")


def test_a_long_way_to_a_fault_is_told_by_its_end():
    def deep(left: int) -> None:
        if left:
            deep(left - 1)
        raise ValueError("Xyzzy")

    try:
        deep(40)
    except ValueError as error:
        said = line("kapea.web", "fails:", error=error)
    assert said.count("\n") == 12
    assert said.splitlines()[-1].endswith(" deep")


class TestJsonLines:
    """The same line for programs: one object, and no word more."""

    def object_of(self, name: str, message: object, error: Exception | None = None) -> dict[str, object]:
        told = (type(error), error, error.__traceback__) if error else None
        record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), told)
        [written] = JsonLines().format(record).splitlines()
        read: dict[str, object] = json.loads(written)
        return read

    @given(PLANTED, OTHERS, errors)
    def test_nothing_that_came_from_anybody_is_in_it(self, planted, name, chain):
        said = str(self.object_of(name, planted, raised(chain, True)))
        assert planted not in said
        assert "Xyzzy" not in said

    def test_it_says_when_how_bad_who_what_which_failure_and_where(self):
        try:
            raise ValueError("Xyzzy")
        except ValueError as error:
            said = self.object_of("kapea.web", "it fails", error)
        assert set(said) == {"at", "level", "logger", "says", "failure", "places"}
        assert datetime.fromisoformat(str(said["at"])).utcoffset() == timedelta(0)
        assert (said["level"], said["logger"], said["says"]) == ("ERROR", "kapea.web", "it fails")
        assert said["failure"] == "ValueError"
        assert str(said["places"]).startswith("['test_log_lines.py:")

    def test_what_is_not_there_is_left_out(self):
        assert set(self.object_of("kapea.web", "it begins")) == {"at", "level", "logger", "says"}


class TestCauses:
    @given(errors)
    def test_a_cause_is_words_of_code(self, chain):
        assert re.fullmatch(r"[A-Za-z]+( [A-Z0-9_]+)?", cause(raised(chain, True)))

    def test_a_ring_of_causes_comes_to_an_end(self):
        one, other = ValueError("a"), KeyError("b")
        one.__cause__, other.__cause__ = other, one
        assert cause(one) == "ValueError"

    @pytest.mark.parametrize("code", MENDS)
    def test_whoever_cannot_write_is_told_where_and_how_to_mend_it(self, tmp_path, code):
        said = write_advice(tmp_path, OSError(code, "Xyzzy"))
        assert str(tmp_path) in said
        assert said.endswith("then start again.")
        assert "Xyzzy" not in said

    @pytest.mark.parametrize("error", [OSError("Xyzzy"), OSError(5, "Xyzzy"), ValueError("Xyzzy")])
    def test_any_failure_of_a_database_is_told_with_a_way_to_mend_it(self, error):
        said = database_advice(error, "db.example/kapea")
        assert "db.example/kapea" in said
        assert "KAPEA_DATABASE" in said
        assert "Xyzzy" not in said
