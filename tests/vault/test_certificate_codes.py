"""Codes of certificates: a slip is found, and in which group; a forgery is no slip; each key has its own."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.vault.certificate_codes import (
    CertificateCode,
    CertificateKey,
    CertifiedTraining,
    MistypedCode,
    known_certificate_key,
    own_certificate_key,
    read_certificate_code,
)
from kapea.vault.code_digits import CodeMistake
from kapea.vault.signing import UnusableSigningKey

KEY, OTHER = CertificateKey("407", "a" * 64), CertificateKey("408", "b" * 64)
SAYS = CertifiedTraining("052917", "org1", "cambodia", "first", date(2026, 11, 24), date(2028, 11, 24))
SCRIPTS = {"Khmer": 0x17E0, "Devanagari": 0x0966, "Arabic-Indic": 0x0660, "wide": 0xFF10}
CHANGED = {
    "serial": "052918",
    "organisation": "org2",
    "pack": "kenya",
    "level": "renewed",
    "on": date(2026, 11, 25),
    "lapses_on": date(2028, 11, 25),
}

digits = st.text("0123456789", min_size=20, max_size=20)
codes = st.builds(CertificateCode, digits)


def in_groups(typed: str) -> list[str]:
    return typed.split(" ")


@given(codes, st.sampled_from(["", "-", " ", ".", "\u2013", "\n", "\u200b"]))
def test_what_stands_on_paper_is_read_however_it_is_grouped(code, between):
    assert re.fullmatch(r"\d{5}( \d{5}){4}", code.shown)
    assert read_certificate_code(code.shown.replace(" ", between)) == code


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_digits_of_any_script_are_read(script):
    code = KEY.code_of(SAYS)
    typed = code.shown.translate({ord(str(n)): chr(SCRIPTS[script] + n) for n in range(10)})
    assert read_certificate_code(typed) == code


@given(codes, st.integers(0, 24), st.sampled_from("0123456789"))
def test_a_wrong_digit_is_found_in_its_group(code, at, digit):
    right = code.shown.replace(" ", "")
    typed = right[:at] + digit + right[at + 1 :]
    found = MistypedCode(CodeMistake.MISTYPED, (at // 5 + 1,)) if typed != right else code
    assert read_certificate_code(typed) == found


@given(codes, st.integers(0, 23))
def test_two_neighbours_in_each_others_place_are_found(code, at):
    right = code.shown.replace(" ", "")
    typed = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    read = read_certificate_code(typed)
    if typed == right:
        assert read == code
    elif at % 5 == 4:  # the last of a group and the first of the next
        assert read.groups == (at // 5 + 1, at // 5 + 2)
    else:
        assert read == MistypedCode(CodeMistake.MISTYPED, (at // 5 + 1,))


@given(codes, st.integers(0, 4), st.integers(0, 4))
def test_two_groups_in_each_others_place_are_found(code, one, other):
    groups = in_groups(code.shown)
    groups[one], groups[other] = groups[other], groups[one]
    read = read_certificate_code(" ".join(groups))
    if one == other:
        assert read == code
    else:
        assert read == MistypedCode(CodeMistake.MISTYPED, tuple(sorted((one + 1, other + 1))))


@given(codes, st.integers(1, 24))
def test_one_that_breaks_off_or_goes_on_is_no_forgery(code, at):
    typed = code.shown.replace(" ", "")
    assert read_certificate_code(typed[:at]) == MistypedCode(CodeMistake.TOO_SHORT)
    assert read_certificate_code(typed + typed[:at]) == MistypedCode(CodeMistake.TOO_LONG)


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("", CodeMistake.NOTHING),
        (" - ", CodeMistake.NOTHING),
        ("Sok Visal", CodeMistake.NOT_DIGITS),
        ("O" * 25, CodeMistake.NOT_DIGITS),
        ("\u00b2" * 25, CodeMistake.NOT_DIGITS),
        ("1" * 9999, CodeMistake.TOO_LONG),
    ],
)
def test_what_is_no_code_is_said_to_be_none(typed, mistake):
    assert read_certificate_code(typed) == MistypedCode(mistake)


def test_a_code_is_signed_by_the_key_that_made_it_and_by_no_other():
    code = KEY.code_of(SAYS)
    assert KEY.has_signed(code, SAYS)
    assert not OTHER.has_signed(code, SAYS)
    assert not OTHER.has_signed(CertificateCode(OTHER.tag + code.digits[3:]), SAYS)
    assert (code.tag, code.serial) == (KEY.tag, SAYS.serial)


@pytest.mark.parametrize("what", CHANGED)
def test_whatever_it_says_is_signed(what):
    code, another = KEY.code_of(SAYS), replace(SAYS, **{what: CHANGED[what]})
    assert not KEY.has_signed(code, another)
    assert KEY.code_of(another).digits[9:] != code.digits[9:]


@given(st.text("0123456789", min_size=11, max_size=11))
def test_a_made_up_signature_that_checks_is_still_none(signature):
    forged = CertificateCode(f"{KEY.tag}{SAYS.serial}{signature}")
    assert read_certificate_code(forged.shown) == forged
    assert KEY.has_signed(forged, SAYS) == (forged == KEY.code_of(SAYS))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_code_of_a_certificate_stays_the_same(on):
    what = replace(SAYS, on=on, lapses_on=on + timedelta(days=730))
    assert KEY.code_of(what) == KEY.code_of(replace(what))


def test_a_code_holds_nothing_but_digits_and_no_two_deployments_share_what_it_says(tmp_path, settings):
    made = set()
    for n in range(8):
        settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / f"{n}.key")
        made.add(own_certificate_key().code_of(SAYS).digits[9:])
    assert len(made) == 8


def test_the_key_is_made_once_for_its_owner_alone_and_not_by_looking(tmp_path, settings):
    file = tmp_path / "certificate.key"
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(file)
    assert known_certificate_key() is None
    assert not file.exists()
    made = own_certificate_key()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert own_certificate_key() == made == known_certificate_key()
    assert "a" * 8 not in repr(KEY)


def test_a_key_that_does_not_read_says_what_is_lost_with_it(tmp_path, settings):
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / "certificate.key")
    (tmp_path / "certificate.key").write_text("nothing", encoding="ascii")
    with pytest.raises(UnusableSigningKey, match="printed again"):
        own_certificate_key()
