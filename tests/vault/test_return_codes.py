"""A code is read however it is typed, says what kind of slip it was, and opens what is addressed to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vault.people import LATER, ORGANISATION

from kapea.audit.models import Event
from kapea.vault import return_codes
from kapea.vault.code_digits import (
    DAMM,
    CodeMistake,
    ReadCode,
    check_digit,
    draw_digits,
    read_code,
    shown_code,
)
from kapea.vault.models import PersonKey, RecordWrap
from kapea.vault.public_keys import NoSuchKey, RecordReader, public_key_of
from kapea.vault.record_keys import CannotOpen, new_record, open_record
from kapea.vault.return_codes import (
    NO_CODE,
    NoPepper,
    delete_expired_codes,
    erase_person_key,
    is_sealed_for_person,
    make_return_code,
    person_of,
    throw_code_away,
)

fifteen = st.text("0123456789", min_size=15, max_size=15)
DAY = timedelta(days=1)
SCRIPTS = {"Khmer": 0x17E0, "Devanagari": 0x0966, "Arabic-Indic": 0x0660, "Persian": 0x06F0, "wide": 0xFF10}


def with_check(drawn: str) -> str:
    return drawn + check_digit(drawn)


class TestDigits:
    def test_the_table_is_a_totally_antisymmetric_quasigroup(self):
        """By its definition; from it follows that every single slip and every swap of neighbours is found."""
        digits = range(10)
        table = [[int(each) for each in row] for row in DAMM]
        assert all(sorted(row) == list(digits) for row in table)
        assert all(sorted(row[n] for row in table) == list(digits) for n in digits)
        assert all(table[n][n] == 0 for n in digits)
        for c in digits:
            for x in digits:
                for y in digits:
                    assert x == y or table[table[c][x]][y] != table[table[c][y]][x]

    def test_the_published_example(self):
        assert check_digit("572") == "4"

    def test_a_drawn_code_is_sixteen_digits_that_fit(self):
        drawn = [draw_digits() for _ in range(200)]
        assert len(set(drawn)) == 200
        assert all(read_code(each) == ReadCode(each) for each in drawn)
        assert any(each.startswith("0") for each in drawn), "none is left out"


@given(fifteen, st.integers(0, 15), st.sampled_from("0123456789"))
def test_every_single_wrong_digit_is_found(drawn, at, digit):
    code = with_check(drawn)
    wrong = code[:at] + digit + code[at + 1 :]
    assert read_code(wrong) == (ReadCode(code) if wrong == code else CodeMistake.MISTYPED)


@given(fifteen, st.integers(0, 14))
def test_every_swap_of_neighbours_is_found(drawn, at):
    code = with_check(drawn)
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert read_code(wrong) == (ReadCode(code) if wrong == code else CodeMistake.MISTYPED)


@given(
    fifteen, st.sampled_from(sorted(SCRIPTS)), st.lists(st.sampled_from(" -–—.\u00a0\u200b\n_"), max_size=6)
)
def test_it_is_read_in_any_digits_with_anything_between(drawn, script, between):
    code = with_check(drawn)
    typed = "".join(chr(SCRIPTS[script] + int(digit)) for digit in code)
    for n, sign in enumerate(between):
        typed = typed[: n * 3] + sign + typed[n * 3 :]
    assert read_code(typed) == ReadCode(code)


@given(fifteen)
def test_as_it_is_shown_it_is_read(drawn):
    shown = shown_code(with_check(drawn))
    assert [len(group) for group in shown.split(" ")] == [4, 4, 4, 4]
    assert read_code(shown) == ReadCode(with_check(drawn))


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_a_kind_of_slip(typed):
    assert isinstance(read_code(typed), ReadCode | CodeMistake)


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("", CodeMistake.NOTHING),
        (" - \u200b", CodeMistake.NOTHING),
        ("1234 5678", CodeMistake.TOO_SHORT),
        ("1" * 17, CodeMistake.TOO_LONG),
        ("1234 5678 9012 345O", CodeMistake.NOT_DIGITS),
        ("help", CodeMistake.NOT_DIGITS),
        ("²" * 16, CodeMistake.NOT_DIGITS),
        (NO_CODE, CodeMistake.MISTYPED),
    ],
)
def test_the_kind_of_slip_is_said(typed, slip):
    assert read_code(typed) is slip


def test_a_code_is_shown_in_no_log(at):
    assert "1234" not in repr(ReadCode("1234" * 4))


pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def open_for(private, record, at):
    named = {"record": record, "purpose": "answer", "reader": private.owner}
    return open_record(private, **named, organisation=ORGANISATION, at=at)


class TestTheKeyOfAPerson:
    @pytest.fixture
    def code(self, at):
        return make_return_code(at=at, expires_at=at + 30 * DAY)

    @pytest.fixture
    def sealed(self, code, at):
        key = new_record(
            "answer-1",
            "answer",
            [RecordReader(code.reader, code.reader)],
            organisation=ORGANISATION,
            at=at,
            erase_at=LATER,
        )
        return key.seal("words", b"somebody can talk with you")

    def test_the_code_opens_what_is_addressed_to_it_and_leaves_a_row(self, code, sealed, at):
        private = person_of(shown_code(code.digits), at=at)
        assert open_for(private, "answer-1", at).open("words", sealed) == b"somebody can talk with you"
        row = Event.objects.get()
        assert (row.subject, row.by) == ("answer-1", code.reader)
        assert is_sealed_for_person(code.index)

    def test_it_opens_nothing_that_is_for_staff(self, code, sealed, ana, at):
        new_record("case-1", "answer", [ana.reader], organisation=ORGANISATION, at=at, erase_at=LATER)
        with pytest.raises(CannotOpen):
            open_for(person_of(code.digits, at=at), "case-1", at)

    def test_another_code_is_another_person(self, code, at):
        other = make_return_code(at=at, expires_at=at + DAY)
        assert person_of(other.digits, at=at).owner != code.reader
        assert person_of(with_check("123456789012345"), at=at) is None

    def test_neither_code_nor_private_key_stands_in_the_key_store(self, code, at):
        private = person_of(code.digits, at=at)
        row = PersonKey.objects.values().get()
        for value in row.values():
            shown = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            assert code.digits.encode() not in shown
            assert private.seed not in shown
        assert private.seed.hex() != row["index"]

    def test_thrown_away_it_opens_nothing_and_nothing_is_sealed_for_it(self, code, sealed, at):
        throw_code_away(code.index, at=at)
        assert person_of(code.digits, at=at) is None
        assert not RecordWrap.objects.exists()
        assert not is_sealed_for_person(code.index)
        with pytest.raises(NoSuchKey):
            public_key_of(code.reader)

    def test_when_its_day_is_over_it_is_nothing_and_goes(self, code, sealed, at):
        assert person_of(code.digits, at=at + 30 * DAY) is None
        assert delete_expired_codes(at=at + 29 * DAY) == 0
        assert delete_expired_codes(at=at + 30 * DAY) == 1
        assert (PersonKey.objects.count(), RecordWrap.objects.count()) == (0, 0)

    def test_erased_there_is_no_trace_of_it(self, code, sealed):
        assert erase_person_key(code.index) == 2
        assert (PersonKey.objects.count(), RecordWrap.objects.count()) == (0, 0)

    def test_a_row_whose_public_key_was_swapped_is_nobody(self, code, ana, at):
        PersonKey.objects.update(public_key=ana.private.public)
        assert person_of(code.digits, at=at) is None

    def test_right_wrong_thrown_away_over_and_mistyped_cost_the_same(self, code, at, monkeypatch, settings):
        """Counted as what takes time: each slow hash, each key pair made, each question to the database."""
        settings.KAPEA_PEPPER.renew()
        over = make_return_code(at=at, expires_at=at + DAY)
        thrown = make_return_code(at=at, expires_at=at + 30 * DAY)
        throw_code_away(thrown.index, at=at)
        tried = {
            "right": (code.digits, at),
            "wrong": (with_check("123456789012345"), at),
            "thrown away": (thrown.digits, at),
            "over": (over.digits, at + DAY),
            "mistyped": (code.digits[:-1], at),
            "nothing": ("", at),
        }
        work = {name: counted_work(typed, moment, monkeypatch) for name, (typed, moment) in tried.items()}
        assert set(work.values()) == {(2, 2, 1)}, work

    def test_without_a_pepper_there_are_no_codes(self, code, at, settings):
        settings.KAPEA_PEPPER.kept_at.unlink()
        with pytest.raises(NoPepper, match="keys init"):
            make_return_code(at=at, expires_at=at)
        with pytest.raises(NoPepper):
            person_of(code.digits, at=at)

    def test_under_another_pepper_a_code_is_nobodys(self, code, at, settings):
        settings.KAPEA_PEPPER.kept_at.unlink()
        settings.KAPEA_PEPPER.make()
        assert person_of(code.digits, at=at) is None

    def test_with_a_new_pepper_codes_of_before_are_known_and_new_ones_are_under_the_new(
        self, code, sealed, at, settings
    ):
        settings.KAPEA_PEPPER.renew()
        private = person_of(code.digits, at=at)
        assert open_for(private, "answer-1", at).open("words", sealed)
        later = make_return_code(at=at, expires_at=at + DAY)
        now, _former = settings.KAPEA_PEPPER.words()
        settings.KAPEA_PEPPER.kept_at.write_text(now)
        assert person_of(later.digits, at=at) is not None
        assert person_of(code.digits, at=at) is None


def counted_work(typed, at, monkeypatch) -> tuple[int, int, int]:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    from kapea.vault import hybrid, passphrases

    hashes, pairs = [], []
    slow, half = passphrases.slow_hash, hybrid.PrivateHalf.public.func
    with monkeypatch.context() as patched, CaptureQueriesContext(connections["keys"]) as asked:
        patched.setattr(passphrases, "slow_hash", lambda *a: hashes.append(1) or slow(*a))
        patched.setattr(
            return_codes.PrivateHalf, "public", property(lambda self: pairs.append(1) or half(self))
        )
        person_of(typed, at=at)
    return len(hashes), len(pairs), len(asked)
