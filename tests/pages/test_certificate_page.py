"""The page that checks the code of a certificate: what counts, what does not, and what was only mistyped."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from tests.conftest import COUNTRIES, world_of
from tests.pages.conftest import dials, words
from tests.ways import LANGUAGES

from kapea.core.languages.known import KHMER
from kapea.core.workshops.facilitator_training import lapse_after
from kapea.learning.certificate_checks import certificate_code, certified_training
from kapea.learning.models import TrainingCertificate
from kapea.learning.training_queries import day_in_pack
from kapea.people.ids import new_id
from kapea.people.models import Membership, Organisation, User
from kapea.vault.certificate_codes import CertificateCode, known_certificate_key, own_certificate_key
from kapea.web.public.certificate_page import CHECKS_PER_MINUTE, checks

HERE = "/en/check"
NOW = datetime.now(UTC)
pytestmark = pytest.mark.any_database


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    """A deployment with a key of its own, whose gate is open."""
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / "certificate.key")
    checks.clear()


def given(on=None, pack: str = "cambodia", serial: str = "052917") -> TrainingCertificate:
    """A certificate of today, or of a day, of somebody called Wanjiru."""
    day = on or NOW.date()
    organisation = Organisation.objects.create(name=f"Line of {pack}", pack=pack)
    user = User.objects.create(username=f"wanjiru-{serial}", name="Wanjiru Kamau")
    membership = Membership.objects.create(
        user=user, organisation=organisation, role="facilitator", began_at=NOW
    )
    own_certificate_key()
    return TrainingCertificate.objects.create(
        membership=membership, serial=serial, pack=pack, level="first", on=day,
        lapses_on=lapse_after(day), given_by=new_id(),
    )  # fmt: skip


def typed(visitor, code: str, language: str = "en"):
    """The page after somebody typed a code into its form."""
    page = visitor.get(f"/{language}/check").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    action = re.search(r'<form class="where" method="post" action="([^"]+)"', page)[1]
    return visitor.post(action, {"csrfmiddlewaretoken": token, "typed": code})


def said(says, end: str, language: str = "en") -> str:
    return says(f"word.certificate-{end}", language)


def test_what_counts_is_said_to_count_and_what_the_paper_must_say(visitor, says):
    row = given()
    page = typed(visitor, certificate_code(row).shown)
    assert said(says, "counts") in words(page)
    for what in (row.membership.organisation.name, "Cambodia", said(says, "first"), said(says, "nobody")):
        assert what in words(page)
    assert str(row.lapses_on.year) in words(page)
    assert dials(page)


def test_nothing_tells_whose_it_is(visitor):
    row = given()
    text = typed(visitor, certificate_code(row).shown).content.decode()
    hidden = (
        row.id,
        row.membership_id,
        row.given_by,
        row.membership.user_id,
        "Wanjiru",
        "wanjiru",
        row.serial,
    )
    assert [each for each in hidden if each in text] == []


def test_a_day_before_it_lapses_it_counts_and_on_the_day_no_more(visitor, says):
    row, today = given(), day_in_pack("cambodia", datetime.now(UTC))
    for lapses, verdict in ((today + timedelta(days=1), "counts"), (today, "lapsed")):
        row.lapses_on = lapses
        row.save()
        page = typed(visitor, certificate_code(row).shown)
        assert said(says, verdict) in words(page)


def test_one_that_was_withdrawn_says_so_and_not_why(visitor, says):
    row = given()
    code = certificate_code(row).shown
    row.withdrawn_on, row.withdrawn_by = NOW.date(), new_id()
    row.save()
    page = typed(visitor, code)
    assert said(says, "withdrawn") in words(page)
    assert said(says, "counts") not in words(page)


def test_also_once_it_has_lapsed_one_that_was_withdrawn_says_so(visitor, says):
    row = given(on=NOW.date() - timedelta(days=900))
    row.withdrawn_on, row.withdrawn_by = NOW.date(), new_id()
    row.save()
    assert said(says, "withdrawn") in words(typed(visitor, certificate_code(row).shown))


@pytest.mark.parametrize("group", range(1, 6))
def test_a_slip_is_told_with_its_group_and_what_was_typed_stays(visitor, says, group):
    groups = certificate_code(given()).shown.split()
    wrong = groups[group - 1]
    groups[group - 1] = wrong[:2] + str((int(wrong[2]) + 1) % 10) + wrong[3:]
    page = typed(visitor, " ".join(groups))
    assert said(says, "mistyped").replace("{groups}", str(group)) in words(page)
    assert f'value="{" ".join(groups)}"' in page.content.decode()
    assert said(says, "unknown") not in words(page)


@pytest.mark.parametrize(
    ("make", "end"),
    [
        (lambda code: code[:-1], "short"),
        (lambda code: code + "1", "long"),
        (lambda code: code.replace("0", "O").replace("1", "l") + "O", "figures"),
        (lambda code: "", "nothing"),
        (lambda code: "<script>", "figures"),
    ],
)
def test_what_is_no_whole_code_is_no_forgery(visitor, says, make, end):
    page = typed(visitor, make(certificate_code(given()).shown))
    assert said(says, end) in words(page)
    assert said(says, "unknown") not in words(page)


def test_a_forged_one_whose_digits_fit_is_not_ours(visitor, says):
    row = given()
    right = certificate_code(row)
    last = (int(right.digits[-1]) + 1) % 10
    page = typed(visitor, CertificateCode(f"{right.digits[:-1]}{last}").shown)
    assert said(says, "unknown") in words(page)
    assert row.membership.organisation.name not in words(page)


def test_whoever_has_only_the_database_makes_none_that_counts(visitor, says):
    """They can put rows in, and change them; without the key they cannot say the code."""
    row = given()
    code = certificate_code(row).shown
    row.lapses_on += timedelta(days=365)
    row.save()
    assert said(says, "unknown") in words(typed(visitor, code)), "a changed row has another code"
    row.lapses_on, row.pack = lapse_after(row.on), "kenya"
    row.save()
    assert said(says, "unknown") in words(typed(visitor, code))


def test_whoever_has_only_the_key_makes_none_that_counts(visitor, says):
    row = given()
    code = certificate_code(row).shown
    assert said(says, "counts") in words(typed(visitor, code))
    row.delete()
    assert said(says, "unknown") in words(typed(visitor, code))


def test_that_of_another_deployment_is_said_to_be_anothers(visitor, says, settings, tmp_path):
    row, ours = given(), known_certificate_key()
    for n in range(50):  # a thousand tags: another key seldom has the same
        settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / f"other-{n}.key")
        other = own_certificate_key()
        if other.tag != ours.tag:
            break
    page = typed(visitor, ours.code_of(certified_training(row)).shown)
    assert said(says, "elsewhere") in words(page)
    assert said(says, "counts") not in words(page)


def test_one_that_copies_the_tag_of_ours_is_none_of_ours(visitor, says, settings, tmp_path):
    row, ours = given(), known_certificate_key()
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / "other.key")
    theirs = own_certificate_key().code_of(certified_training(row))
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / "certificate.key")
    page = typed(visitor, CertificateCode(ours.tag + theirs.digits[3:]).shown)
    assert said(says, "unknown") in words(page)


def test_looking_makes_no_key(visitor, says, tmp_path):
    page = typed(visitor, CertificateCode("1" * 20).shown)
    assert said(says, "elsewhere") in words(page)
    assert not (tmp_path / "certificate.key").exists()


def test_khmer_digits_and_dashes_are_read(visitor, says):
    code = certificate_code(given()).shown.replace(" ", "-")
    page = typed(visitor, code.translate({ord(str(n)): digit for n, digit in enumerate(KHMER.digits)}), "km")
    assert said(says, "counts", "km") in words(page)


def test_one_of_another_country_counts_on_any_page_of_ours(visitor, says):
    row = given(pack="kenya", serial="111111")
    assert said(says, "counts") in words(typed(visitor, certificate_code(row).shown))


def test_nothing_is_written_down_and_the_code_stands_in_no_address(
    visitor, statements, caplog, tmp_path, monkeypatch
):
    code = certificate_code(given()).shown
    visitor.get(HERE)
    caplog.set_level(logging.DEBUG, logger="kapea")
    before, files = set(visitor.cookies), sorted(tmp_path.rglob("*"))
    with statements() as counted:
        page = typed(visitor, code)
        wrong = typed(visitor, code[:-1])
    assert [sql for sql in counted.all if not sql.startswith("SELECT")] == []
    assert caplog.text == ""
    assert set(visitor.cookies) == before
    assert sorted(tmp_path.rglob("*")) == files
    for each in (page, wrong):
        addresses = re.findall(r'(?:href|action)="([^"]*)"', each.content.decode())
        assert not [address for address in addresses if code[:5] in address]
    assert "no-store" in page["Cache-Control"]


def test_a_code_in_an_address_is_not_looked_at(visitor, says):
    code = certificate_code(given()).shown.replace(" ", "")
    assert said(says, "counts") not in words(visitor.get(f"{HERE}?typed={code}"))


def test_whoever_tries_many_is_slowed_and_told_whom_to_call(visitor):
    visitor.get(HERE)
    for _ in range(CHECKS_PER_MINUTE):
        assert checks.allows("127.0.0.1", CHECKS_PER_MINUTE)
    page = typed(visitor, "1")
    assert page.status_code == 429
    assert dials(page)


def test_the_training_leads_there_and_the_page_back(visitor):
    assert f'href="{HERE}"' in visitor.get("/en/training").content.decode()
    assert 'href="/en/more"' in visitor.get(HERE).content.decode()


@pytest.mark.parametrize("country", COUNTRIES)
def test_it_is_there_in_every_country_and_language(visitor_of, country):
    visitor, release = visitor_of(country), world_of(country).release
    for language in LANGUAGES[country]:
        page = visitor.get(f"/{language}/check")
        assert release.text("word.page-certificate", language).replace("\u200b", "") in words(page)
        assert dials(page)


def test_after_leave_nothing_of_it_is_shown(visitor, says):
    visitor.post("/leave")
    assert said(says, "lead") not in words(visitor.get(HERE))
