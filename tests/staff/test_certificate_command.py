"""`kapea certificate`, as somebody types a code off a paper."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.staff.cast import Cast

from kapea.cli import common
from kapea.cli.main import main
from kapea.core.staff.roles import Role
from kapea.learning.certificate_checks import certificate_code
from kapea.learning.models import TrainingCertificate
from kapea.people.ids import new_id
from kapea.vault.certificate_codes import CertificateCode

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _key(settings, tmp_path, monkeypatch):
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / "certificate.key")
    monkeypatch.setattr(common, "database", lambda **_: None)


@pytest.fixture
def row(cast: Cast) -> TrainingCertificate:
    return cast.certificates[Role.FACILITATOR]


def check(*code: str, answer: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(main, ["certificate", *code], input=answer, catch_exceptions=False)
    return done.exit_code, done.output


def test_what_counts_is_told_with_what_it_says(cast, row):
    exit_code, said = check(*certificate_code(row).shown.split())
    assert (exit_code, "counts today" in said) == (0, True)
    assert f"Programme: {cast.organisation.name} (cambodia)" in said
    assert f"Given on {row.on}, counts no more from {row.lapses_on}." in said
    assert "Training: first" in said
    hidden = (cast.ours[Role.FACILITATOR].user.name, row.membership_id, row.id)
    assert not [each for each in hidden if each in said]


def test_a_code_may_be_one_word_or_be_asked_for(row):
    code = certificate_code(row).shown
    assert check(code.replace(" ", ""))[0] == 0
    assert check(code)[0] == 0
    assert check(answer=f"{code}\n")[0] == 0


def test_one_that_ended_or_was_withdrawn_or_made_up_or_is_anothers_ends_with_1(row, settings, tmp_path):
    code = certificate_code(row)
    forged = CertificateCode(code.digits[:-1] + str((int(code.digits[-1]) + 1) % 10))
    elsewhere = CertificateCode(f"{(int(code.tag) + 1) % 1000:03}{code.digits[3:]}")
    told = {
        "no certificate": check(forged.shown),
        "another deployment": check(elsewhere.shown),
    }
    TrainingCertificate.objects.filter(id=row.id).update(withdrawn_on=row.on, withdrawn_by=new_id())
    told["took this certificate back"] = check(code.shown)
    row.lapses_on = row.on
    row.save()
    told["has ended"] = check(certificate_code(row).shown)
    for words, (exit_code, said) in told.items():
        assert (exit_code, words in said.lower()) == (1, True), said


def test_a_slip_ends_with_2_and_names_its_group_and_never_what_was_typed(row):
    code = certificate_code(row).shown.replace(" ", "")
    wrong = code[:7] + str((int(code[7]) + 1) % 10) + code[8:]
    exit_code, said = check(wrong)
    assert (exit_code, "group 2" in said, wrong in said) == (2, True, False)
    exit_code, said = check(code[:-1])
    assert (exit_code, "digits are missing" in said, code[:5] in said) == (2, True, False)


def test_a_key_that_does_not_read_is_a_matter_for_whoever_runs_the_server(row, tmp_path):
    code = certificate_code(row).shown
    (tmp_path / "certificate.key").write_text("nothing", encoding="ascii")
    exit_code, said = check(code)
    assert (exit_code, "holds no key" in said) == (3, True)
