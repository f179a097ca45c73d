"""The deployment's secret was changed: while the former is named codes go on, and are soon sealed anew. Where
it is not named nobody gets in by a code, all are told so, and the log says what to do.
"""

from __future__ import annotations

from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from tests.logs import everything_logged
from tests.staff.cast import PASSPHRASE, SECRET, browser, signed_in
from tests.staff.entering import SECOND, code, gives_passphrase, is_in, signs_in
from tests.staff.soft_authenticator import SoftAuthenticator

from kapea.people import second_factors
from kapea.people.models import StaffSession
from kapea.people.second_factors import opened_factor, reseal_factors, sealed_factor
from kapea.people.upkeep import tidy_staff
from kapea.vault.sealing import Unsealable
from kapea.web.staff.words import staff_languages, staff_words

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ANOTHER = "another secret of this deployment, as long as one"
AWAY = "fault-second-step-away"
PAPER, NEW_PAPER = "/staff/second-factor/paper", "/staff/second-factor/paper/new"


@pytest.fixture
def person(cast):
    """A counsellor whose passphrase is checked."""
    made = cast.pupil
    made.user.set_password(PASSPHRASE)
    made.user.save()
    return made


@pytest.fixture
def paper(person) -> list[str]:
    """The codes on their paper."""
    return RecoveryCodes.activate(person.user).generate_codes()


@pytest.fixture
def changed(settings):
    """Another secret from now on; the former is named, or not."""

    def change(*, former_is_named: bool) -> None:
        former, settings.SECRET_KEY = settings.SECRET_KEY, ANOTHER
        settings.SECRET_KEY_FALLBACKS = [former] if former_is_named else []

    return change


def asked(person, given: str):
    """A browser that gave the passphrase and then a code, and the page that answers."""
    client = browser()
    gives_passphrase(client, person)
    return client, client.post(SECOND, {"code": given})


def says(page, word: str = AWAY) -> bool:
    return page.status_code == 200 and staff_words("en")[word] in unescape(page.content.decode())


class TestNamed:
    @pytest.mark.parametrize("kind", ["app", "paper"])
    def test_codes_go_on(self, person, paper, changed, kind):
        changed(former_is_named=True)
        client, _ = asked(person, code() if kind == "app" else paper[0])
        assert is_in(client)

    def test_a_round_of_a_server_seals_anew_so_that_the_former_may_go(
        self, person, paper, changed, settings, moment
    ):
        changed(former_is_named=True)
        asked(person, paper[0])
        tidy_staff(at=moment)
        settings.SECRET_KEY_FALLBACKS = []
        for given in (code(), paper[1]):
            assert is_in(asked(person, given)[0])
        assert not is_in(asked(person, paper[0])[0]), "what was used stays used"

    def test_what_is_sealed_under_the_secret_of_now_is_left_alone(self, person, paper, changed, settings):
        changed(former_is_named=True)
        many = Authenticator.objects.count()
        assert reseal_factors() == many
        before = list(Authenticator.objects.order_by("id").values())
        assert reseal_factors() == 0
        assert list(Authenticator.objects.order_by("id").values()) == before

    def test_without_a_former_secret_nobody_looks(self, person, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert reseal_factors() == 0

    def test_what_opens_under_none_is_left_as_it_is(self, person, changed, settings):
        former = settings.SECRET_KEY
        settings.SECRET_KEY = "a secret that nobody names any more, long enough"
        lost = Authenticator.objects.get(user=person.user)
        lost.data = {"secret": sealed_factor(SECRET)}
        lost.save()
        settings.SECRET_KEY = former
        changed(former_is_named=True)
        reseal_factors()
        assert Authenticator.objects.get(pk=lost.pk).data == lost.data

    def test_a_code_on_paper_that_is_used_meanwhile_stays_used(self, person, paper, changed, monkeypatch):
        """It is noted in the same column; what was read before the lock must not be written over it."""
        changed(former_is_named=True)
        real, used = second_factors._resealed, []

        def after_a_use(pk):
            if not used:
                used.append(is_in(asked(person, paper[0])[0]))
            return real(pk)

        monkeypatch.setattr(second_factors, "_resealed", after_a_use)
        reseal_factors()
        assert used == [True]
        assert not is_in(asked(person, paper[0])[0])


class TestNotNamed:
    @pytest.mark.parametrize("language", staff_languages())
    @pytest.mark.parametrize("kind", ["app", "paper"])
    def test_whoever_gives_a_code_is_told_in_their_language(self, person, paper, changed, kind, language):
        changed(former_is_named=False)
        client = browser()
        gives_passphrase(client, person)
        given = code() if kind == "app" else paper[0]
        page = client.post(SECOND, {"code": given}, headers={"accept-language": language})
        assert (page.status_code, staff_words(language)[AWAY] in page.content.decode()) == (200, True)
        assert not is_in(client)

    def test_the_log_names_the_remedy_and_nobody(self, person, paper, changed):
        changed(former_is_named=False)
        with everything_logged() as log:
            _, page = asked(person, code())
        told = log.getvalue()
        assert says(page)
        assert "ERROR" in told
        assert "KAPEA_SECRET_FORMER" in told
        for word in (person.user.username, person.user.id, person.user.name, person.membership.id, ANOTHER):
            assert word not in told

    def test_once_the_former_is_named_the_same_code_counts(self, person, changed, settings):
        former = settings.SECRET_KEY
        changed(former_is_named=False)
        given = code()
        asked(person, given)
        settings.SECRET_KEY_FALLBACKS = [former]
        assert is_in(asked(person, given)[0])

    def test_a_passkey_still_lets_in(self, person, moment, changed):
        key = SoftAuthenticator()
        key.registers(signed_in(person, moment), "/staff/second-factor/passkeys/add")
        changed(former_is_named=False)
        client, page = asked(person, code())
        assert says(page)
        assert key.signs(client, SECOND).status_code == 302
        assert is_in(client)

    def test_asked_once_more_it_is_told_too(self, person, moment, changed):
        changed(former_is_named=False)
        client = signed_in(person, moment)
        StaffSession.objects.update(began_at=moment.replace(year=moment.year - 1))
        assert says(client.post("/staff/again/code", {"code": code()}))

    def test_wrong_codes_are_slowed_all_the_same(self, person, changed):
        changed(former_is_named=False)
        client = browser()
        gives_passphrase(client, person)
        for _ in range(6):
            page = client.post(SECOND, {"code": "000000"})
        assert says(page, "fault-too_many_login_attempts")


class TestOneOfTwoOpens:
    """Codes of an app set up anew, or new paper, while the other is of before."""

    @pytest.fixture
    def app_is_new(self, person, paper, changed):
        changed(former_is_named=False)
        Authenticator.objects.filter(user=person.user, type="totp").delete()
        TOTP.activate(person.user, SECRET)

    @pytest.fixture
    def paper_is_new(self, person, changed) -> list[str]:
        changed(former_is_named=False)
        return RecoveryCodes.activate(person.user).generate_codes()

    def test_the_one_that_opens_counts(self, person, paper_is_new):
        assert is_in(asked(person, paper_is_new[0])[0])
        assert not is_in(asked(person, paper_is_new[0])[0]), "once"

    def test_also_where_it_is_the_app(self, person, app_is_new):
        assert is_in(signed_in_by_code(person))

    def test_a_wrong_code_of_the_one_that_opens_is_wrong(self, person, app_is_new, paper):
        assert says(asked(person, "000000")[1], "fault-incorrect_code")
        assert says(asked(person, paper[0])[1]), "and of the other it cannot be known"

    def test_on_paper_too(self, person, paper_is_new):
        assert says(asked(person, "00000000")[1], "fault-incorrect_code")
        assert says(asked(person, code())[1])


def signed_in_by_code(person):
    client = browser()
    signs_in(client, person)
    return client


def test_paper_that_does_not_open_is_made_anew(person, paper, moment, changed):
    changed(former_is_named=False)
    client = signed_in(person, moment)
    assert client.get(PAPER).headers["Location"] == NEW_PAPER
    assert client.get(NEW_PAPER).status_code == 200
    assert client.post(NEW_PAPER).headers["Location"] == PAPER
    page = client.get(PAPER).content.decode()
    assert page.count('<li class="code">') == 10
    with pytest.raises(Unsealable):
        opened_factor(Authenticator.objects.get(user=person.user, type="totp").data["secret"])
