"""Pages of staff in a real browser: whole on a small phone and a desk, nothing for axe to mend in any light,
in five languages, without scripts, and with the keyboard alone.

`make test` looks at an auditor's pages in Khmer, and at all others in each language; `make check-all` at all.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from tests.browser.conftest import _files_come_from_the_areas
from tests.browser.test_every_light import LEAST, RING
from tests.packs import EVERY
from tests.staff.cast import PASSPHRASE, SECRET, Cast, browser, make_person, signed_in
from tests.staff.driving import DESK, LOOKED_INTO, pages_of, visit, wrong_with
from tests.staff.entering import code
from tests.staff.test_statements import acts

from kapea.core.staff.roles import Role
from kapea.people.invitations import invite
from kapea.people.models import MAX_NAME, Invitation, Membership, User
from kapea.web.staff import gate, joining
from kapea.web.staff.words import staff_languages, staff_words

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]


@pytest.fixture
def cast(cast_with_cases) -> Cast:
    return cast_with_cases


@pytest.fixture
def visits(chromium, site):
    """Makes visits; at the end no browser has complained of a page."""
    made = []

    def make(**given):
        made.append(visit(chromium, site, **given))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
        assert each.complaints == []


@pytest.fixture
def token(cast) -> str:
    given = {"organisation": cast.organisation.id, "role": Role.COUNSELLOR, "name": "Dara"}
    with transaction.atomic():
        return invite(**given, by="operator", at=cast.at).token


@pytest.fixture
def people(cast):
    """Who looks: nobody yet, somebody who has no second factor yet, and two whose roles open most."""
    alone = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="alone")
    Authenticator.objects.filter(user=alone.user).delete()
    Membership.objects.filter(id=cast.ours[Role.EDITOR].membership.id).update(vetted_at=None, conduct=0)
    return {"nobody": None, "alone": alone, **{role.value: cast.ours[role] for role in LOOKING}}


@pytest.fixture
def administrator(cast):
    """Whose passphrase is checked."""
    made = cast.ours[Role.ADMINISTRATOR]
    made.user.set_password(PASSPHRASE)
    made.user.save()
    return made


TABLE_FITS = "(table => table.scrollWidth <= table.clientWidth)(document.querySelector('.table'))"
LOOKING = (Role.ADMINISTRATOR, Role.AUDITOR, Role.FACILITATOR)
IN_LANGUAGES = {
    "nobody": staff_languages(),
    "alone": staff_languages(),
    "administrator": staff_languages(),
    "auditor": staff_languages() if EVERY else ("km",),
    "facilitator": staff_languages() if EVERY else ("en", "km"),
}


@pytest.mark.parametrize(("who", "languages"), IN_LANGUAGES.items(), ids=IN_LANGUAGES)
def test_every_page_can_be_used_by_anybody(cast, people, token, visits, who, languages):
    person, found = people[who], []
    client = signed_in(person, cast.at) if person else browser()
    pages = pages_of(client, cast, person or people["alone"], token)
    assert len(pages) >= {"nobody": 2, "alone": 4, "facilitator": 10}.get(who, 14), (
        "there is something to look at"
    )
    for language in languages:
        if person:
            User.objects.filter(id=person.user.id).update(language=language)
        here = visits(
            client=client if person else None,
            java_script_enabled=language in LOOKED_INTO,  # axe is a script
            locale=language,
        )
        for address in [*pages, "/staff/nothing/is/here"]:
            found += wrong_with(here.open(address), language)
    assert found == []


@pytest.mark.parametrize("language", LOOKED_INTO)
def test_what_pages_say_of_a_mistake_can_be_read_by_anybody(
    cast, people, token, administrator, visits, monkeypatch, language
):
    here, found = visits(locale=language), []
    User.objects.update(language=language)

    def look(page):
        nonlocal found
        found += wrong_with(page, language)

    def says(**fields):
        for name, value in fields.items():
            here.page.locator(f"#{name}").fill(value)
        look(here.press("main button.lead"))

    look(here.open("/staff/join/no-such-link"))
    here.open(f"/staff/join/{token}")
    here.page.locator("#understood").check()
    says(username="a b", passphrase="short", again="other")
    here.open("/staff/sign-in")
    says(login=administrator.user.username, password="these are other words")
    says(password=PASSPHRASE)
    says(code="000000")
    says(code=code())
    here.open("/staff/office/invitations")
    says(name="Dara")
    here.open("/staff/office/organisation")
    says(name=cast.other.name)
    here.open(f"/staff/office/people/{administrator.membership.id}")
    look(here.press("form[action$=end] button"))
    here.open("/staff/own/passphrase")
    says(now="not this one", passphrase="short", again="shorter")
    here.open("/staff/second-factor/paper/new")
    says()
    assert here.page.locator(".codes li").count() == 10
    look(here.open("/staff/second-factor/codes/remove"))
    here.open("/staff/own")
    here.page.evaluate("document.cookie = 'f=; path=/'")
    here.context.clear_cookies(name="f")
    look(here.press(".out"))
    monkeypatch.setattr(joining, "open_invitation", lambda *given, **more: 1 / 0)
    look(here.open("/staff/join/whatever"))
    assert here.page.locator("h1").inner_text() == staff_words(language)["said-broken"]
    monkeypatch.setattr(gate, "key_store_state", lambda: SimpleNamespace(is_usable=False, condition=None))
    look(here.open("/staff/"))
    assert here.page.locator("h1").inner_text() == staff_words(language)["said-keys-away"]
    assert found == []


def test_a_long_name_in_the_trail_is_read_on_a_small_phone(cast, visits):
    """Also one that nobody breaks into words: the page stays as wide as the phone, and so does its table."""
    auditor, found = cast.ours[Role.AUDITOR], []
    User.objects.filter(id=cast.pupil.user.id).update(name="W" * MAX_NAME)
    acts(cast, cast.pupil)
    here = visits(client=signed_in(auditor, cast.at))
    for language in LOOKED_INTO:
        User.objects.filter(id=auditor.user.id).update(language=language)
        found += wrong_with(here.open("/staff/office/audit"), language)
        assert here.page.locator("td b").all_inner_texts().count("W" * MAX_NAME) >= 2
        assert here.page.evaluate(TABLE_FITS)
    assert found == []


def tab_to(page, what: str) -> None:
    """Goes there by the keyboard; wherever it comes by, a ring is seen."""
    for _ in range(40):
        page.keyboard.press("Tab")
        html, wide, contrast = page.evaluate(RING)
        assert wide >= 2, html
        assert contrast >= LEAST, html
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"the keyboard does not reach {what}")


def enter(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_keyboard_alone_signs_in_invites_and_signs_out(administrator, visits, light):
    here = visits(java_script_enabled=False, color_scheme=light, viewport=DESK)
    page = here.open("/staff/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0, "it is seen"
    page.keyboard.press("Enter")
    for what, said in (("#login", administrator.user.username), ("#password", PASSPHRASE)):
        tab_to(page, what)
        page.keyboard.type(said)
    enter(page)
    tab_to(page, "#code")
    page.keyboard.type(code())
    enter(page)
    assert here.path() == "/staff/office/"
    tab_to(page, "a[href$=invitations]")
    enter(page)
    tab_to(page, "#name")
    page.keyboard.type("Dara")
    tab_to(page, "#role")
    page.keyboard.press("ArrowDown")
    tab_to(page, "button.lead")
    enter(page)
    assert "/staff/join/" in page.locator(".code").inner_text()
    assert Invitation.objects.get(name="Dara").role == Role.SUPERVISOR.value
    tab_to(page, ".out")
    enter(page)
    assert here.path() == "/staff/sign-in"


def test_a_passkey_is_added_signs_in_and_is_taken_away(administrator, cast, visits):
    here = visits(client=signed_in(administrator, cast.at))
    page = here.open("/staff/second-factor/passkeys/add")
    has_passkeys(here)
    page.locator("#name").fill("My phone")
    here.press("main button.lead")
    assert page.locator(".codes li").count() == 10, "codes on paper come with the first"
    assert Authenticator.objects.filter(user=administrator.user, type="webauthn").count() == 1
    here.open("/staff/own")
    here.press(".out")
    page.locator("#login").fill(administrator.user.username)
    page.locator("#password").fill(PASSPHRASE)
    here.press("main button.lead")
    here.press("[data-passkey] button")
    assert here.path() == "/staff/office/"
    Authenticator.objects.filter(user=administrator.user, type="totp").delete()
    here.open("/staff/second-factor/passkeys")
    here.press(".cards a")
    assert page.locator("main form button").count() == 1
    here.press("main button.lead")
    assert page.locator(".fault").inner_text() == staff_words("en")["fault-cannot_delete_authenticator"]
    TOTP.activate(administrator.user, SECRET)
    here.press("main button.lead")
    assert here.path() == "/staff/second-factor/passkeys"
    assert page.locator(".cards li").count() == 0


def test_a_passkey_that_its_owner_refuses_is_told_of(administrator, cast, visits):
    here = visits(client=signed_in(administrator, cast.at))
    page = here.open("/staff/second-factor/passkeys/add")
    has_passkeys(here)
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')) }")
    page.locator("main button.lead").click()
    page.locator("[data-failed]").wait_for(state="visible")
    assert not Authenticator.objects.filter(user=administrator.user, type="webauthn").exists()


def has_passkeys(here, **given) -> None:
    """A device of its own that keeps passkeys, in this browser."""
    session = here.context.new_cdp_session(here.page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**kind, "hasUserVerification": True, "isUserVerified": True, **given}},
    )
