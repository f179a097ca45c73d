"""What others do to a study between two looks of one request: nobody meets a fault, and nothing is done on
what stands no more.
"""

from __future__ import annotations

import pytest
from tests.staff.cast import make_person, signed_in
from tests.staff.happening import Meanwhile
from tests.staff.test_study_advice import PAGE, TEXTS, Advised, R, words_of

from kapea.core.staff.roles import Role
from kapea.studies import output_source, sealed_values
from kapea.studies.models import Study, StudyGrant, StudySealedText
from kapea.web.field import output_found

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.any_database,
]


@pytest.fixture
def meanwhile(monkeypatch) -> Meanwhile:
    return Meanwhile(monkeypatch)


def quotes_on(page: str) -> list[str]:
    return [part.split('"', 1)[0] for part in page.split('name="quote" value="')[1:]]


def test_whoever_opens_it_while_another_cuts_it_reads_what_is_left(cast, meanwhile):
    there = Advised(cast)
    there.bank("C4", "C5")
    assert there.choose(quote=quotes_on(there.page(R.INVESTIGATOR)))[0] == 302
    there.study.seats["C5"].answers.filter(answer__contains="quote").delete()
    meanwhile.before(sealed_values, "open_study_key", lambda: there.page(R.INVESTIGATOR))
    page = there.page(R.ADVISORY_GROUP)
    assert words_of("C4") in page
    assert words_of("C5") not in page


def test_a_release_that_is_taken_back_while_a_page_is_opened_is_none_of_it(cast, meanwhile):
    there = Advised(cast, "g10")
    released = StudySealedText.objects.filter(study=there.row, kind="released")
    meanwhile.before(output_source, "open_all_released", lambda: released.filter(session="s1").delete())
    there.page(R.INVESTIGATOR, f"summaries/{PAGE}")
    meanwhile.before(output_source, "open_all_released", lambda: released.filter(session="s2").delete())
    assert there.choose()[0] == 302


def test_nobody_reads_last_or_hands_out_what_a_withdrawal_overtook(cast, meanwhile):
    there = Advised(cast, "g10", "g11")
    at = f"summaries/{PAGE}"
    assert there.post(R.INVESTIGATOR, f"{at}/write", PAGE, **TEXTS)[0] == 302
    assert there.post(R.INVESTIGATOR, f"{at}/make", PAGE)[0] == 302
    paper = there.page(R.LAST_READER, at).split('name="paper" value="', 1)[1].split('"', 1)[0]
    study = Study.objects.filter(id=there.row.id)
    meanwhile.before(output_found, "key_to_write", lambda: study.update(figures_of={"counts": 1}))
    assert there.post(R.LAST_READER, f"{at}/read", PAGE, paper=paper)[0] == 409
    study.update(figures_of={})
    assert there.post(R.LAST_READER, f"{at}/read", PAGE, paper=paper)[0] == 302


def test_whoever_came_later_takes_no_quote_out_before_the_bank_opens_to_them(cast):
    there = Advised(cast)
    there.bank("C4")
    [id] = quotes_on(there.page(R.INVESTIGATOR))
    later = make_person(cast.organisation, Role.RESEARCHER, cast.at)
    StudyGrant.objects.create(
        study=there.row, user=later.user, role=R.ANALYST.value, given_by="x", given_at=cast.at
    )
    said = {"session": "s1", "quote": id}
    assert signed_in(later, cast.at).post(f"{there.at}/quotes/drop", said).status_code == 409
    assert there.clients[R.ANALYST].post(f"{there.at}/quotes/drop", said).status_code == 302
