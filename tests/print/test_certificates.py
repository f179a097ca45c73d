"""Certificates, printed and read back in every language: one leaf, all of it, nothing cut off."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from tests.conftest import world_of
from tests.packs import EACH_LANGUAGE
from tests.print.reading import bare, letter_sizes, opened, picture, text_of
from tests.print.test_lines import cut, lines_of

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.certificate_paper import (
    MOST_LETTERS,
    CertificateContent,
    CertificateFacts,
    PrintedCertificate,
    certificate_paper,
)
from kapea.core.paper.printed import decode_printed, encode_printed
from kapea.core.paper.sheets import CERTIFICATE_SHEET
from kapea.core.workshops.facilitator_training import NEEDED_MINUTES, CertificateLevel, DisclosureCheck
from kapea.people.models import MAX_NAME
from kapea.print import press

UNPRINTED = 4
"""Millimetres at each edge that many a printer leaves white."""
NAMES = {
    "km": "សុខ វិសាល",
    "ne": "सीता कुमारी श्रेष्ठ",
    "sw": "Wanjiru wa Kamau",
    "fil": "Maria Clara Ibañez",
    "en": "Sok Visal",
}
every = pytest.mark.parametrize(
    ("country", "language"), EACH_LANGUAGE, ids=["-".join(e) for e in EACH_LANGUAGE]
)


@cache
def made(
    country: str, language: str, level: CertificateLevel, name: str, programme: str = ""
) -> PrintedCertificate:
    release = world_of(country).release
    facts = CertificateFacts(
        programme=programme or "Child helpline of the province",
        country=release.name,
        level=level.value,
        on=date(2026, 11, 24),
        lapses_on=date(2028, 11, 24),
    )
    content = CertificateContent(
        facts=facts,
        hours=tuple((kind.value, minutes) for kind, minutes in NEEDED_MINUTES[level].items()),
        checks=tuple(check.value for check in DisclosureCheck),
        code="48213 09377 11245 99014 55120",
        address=f"help.example.org/{language}/check",
    )
    return certificate_paper(release, content, language, name)


def first(country: str, language: str) -> PrintedCertificate:
    return made(country, language, CertificateLevel.FIRST, NAMES[language])


def words_of(told: PrintedCertificate) -> list[str]:
    pairs = [word for pair in (*told.hours, *told.facts) for word in pair]
    return [
        told.heading, told.name_label, told.name, told.did, *pairs, told.six, *told.checks, told.code_label,
        told.code, told.look, told.address, *told.says, told.sign, told.demo, told.foot,
    ]  # fmt: skip


@every
def test_all_of_it_stands_on_one_leaf_and_nothing_twice(country, language):
    told = first(country, language)
    data = press.pdf(told)
    found, said = text_of(data).replace("•", ""), [word for word in words_of(told) if word]
    assert [word for word in said if bare(word) not in found] == []
    assert len(found) == sum(len(bare(word)) for word in said)
    assert len(opened(data).pages) == 1


@every
def test_lines_end_where_words_end_and_no_letter_is_too_small(country, language):
    told = first(country, language)
    data = press.pdf(told)
    assert cut(lines_of(data), words_of(told)) == []
    assert min(size for size, words in letter_sizes(data) if words.strip()) >= CERTIFICATE_SHEET.least - 0.01


@every
def test_nothing_reaches_an_edge_and_all_is_black_on_white(country, language):
    [page] = press.png(first(country, language), ppi=50)
    image = picture(page)
    assert all(red == green == blue for _, (red, green, blue) in image.getcolors(1 << 20))
    left, top, right, bottom = image.convert("L").point(lambda shade: 255 if shade < 250 else 0).getbbox()
    edge = round(image.width / CERTIFICATE_SHEET.width * UNPRINTED)
    assert min(left, top, image.width - right, image.height - bottom) >= edge


@every
def test_it_can_be_read_aloud_and_the_file_says_nothing_of_anybody(country, language):
    file = opened(press.pdf(first(country, language)))
    root = file.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert file.metadata.title == "Kapea"
    assert file.metadata.author is None


@every
def test_the_longest_names_fit(country, language):
    name = (f"{NAMES[language]} " * 9)[:MOST_LETTERS].strip()
    told = made(country, language, CertificateLevel.RENEWED, name, "Organisation " * (MAX_NAME // 13))
    data = press.pdf(told)
    assert len(opened(data).pages) == 1
    assert bare(name) in text_of(data)


@every
def test_one_that_was_renewed_says_what_was_done_again(country, language):
    release = world_of(country).release
    found = text_of(press.pdf(made(country, language, CertificateLevel.RENEWED, "")))
    assert bare(release.text("word.certificate-did-renewed", language)) in found
    assert bare(release.text("word.certificate-content", language)) not in found


def test_it_comes_through_the_press_of_servers_as_it_is():
    told = first(*EACH_LANGUAGE[0])
    assert decode_printed(encode_printed(told)) == told
    assert press.pdf(told) == press.pdf(told)


def test_a_letter_that_does_not_travel_with_the_press_is_refused_without_the_name():
    with pytest.raises(Unprintable) as refused:
        press.pdf(made("cambodia", "en", CertificateLevel.FIRST, "Sok \ua7ae"))
    assert "Sok" not in str(refused.value)
