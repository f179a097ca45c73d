"""Pages of staff in a real Chromium: who looks, at which addresses, and what is wrong with a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import Morsel
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.test_access import FAULTS, RULES
from tests.chromium import PATIENT_MILLISECONDS
from tests.staff.cast import Cast, Person
from tests.staff.test_matrix import filled, rows_of

from kapea.core.staff.rule_model import Audience, Rule
from kapea.web.base.ruled import rule_of_view
from kapea.web.staff.addresses import STAFF
from kapea.web.staff.words import english_words

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1100, "height": 800}
SEEN = """(root => [root.lang, document.body.innerText, root.scrollWidth > root.clientWidth,
  [...document.images].filter(image => !image.naturalWidth).length])(document.documentElement)"""
LOOKED_INTO = {"en": DESK, "km": PHONE}
"""Where axe looks: English on a desk, Khmer on a phone. The one is looked at in the dark."""
DARK = {"en": "dark"}
SAID = " ".join(english_words().values())
IDS = [re.escape(id) for id in english_words() if re.search(r"[-_]", id) and id not in SAID.lower()]
WORD_ID = re.compile(rf"\b(?:{'|'.join(IDS)})\b")
"""The id of a word, which nobody should read in its place."""


def staff_addresses(patterns=None, prefix="/") -> Iterator[tuple[str, Rule]]:
    """Every address of staff that is in the URL list, also those before anybody is signed in."""
    for each in patterns or get_resolver().url_patterns:
        address = f"{prefix}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from staff_addresses(each.url_patterns, address)
        elif isinstance(each, URLPattern) and address.startswith(STAFF):
            yield address, rule_of_view(each.callback)


def pages_of(client: Client, cast: Cast, person: Person, token: str) -> list[str]:
    """The addresses that show somebody a page of their own; whether each does is asked for over HTTP."""
    found = []
    held = Authenticator.objects.filter(user=person.user).values_list("pk", flat=True).first()
    for address, rule in staff_addresses():
        rows = "<str:id>" in address and rule.audience is Audience.STAFF
        id = rows_of(cast, rule, person.role)[1][0] if rows else ""
        made = filled(address, id).replace("<str:token>", token).replace("<int:pk>", str(held))
        answer = client.get(made)
        shows = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        found += [made] if shows else []
    return found


def wrong_with(page: Page, language: str) -> list[str]:
    """What is wrong with a page: its language, the id of a word, a picture, what sticks out at the side;
    and in English and Khmer all that axe finds, of each at both sizes and in one light.
    """
    lang, text, wide, blank = page.evaluate(SEEN)
    found = [] if lang == language else [f"the language {lang}"]
    found += [f"the id {id}" for id in WORD_ID.findall(text)]
    found += ["wider than a phone"] if wide else []
    found += ["a picture that does not show"] if blank else []
    if language in LOOKED_INTO:
        page.set_viewport_size(DESK)
        found += ["wider than a desk"] if page.evaluate(SEEN)[2] else []
        if LOOKED_INTO[language] is PHONE:
            page.set_viewport_size(PHONE)
        found += page.evaluate(FAULTS, RULES)
        page.set_viewport_size(PHONE)
    return [f"{language} {page.url}: {fault}" for fault in found]


@dataclass
class StaffVisit:
    """A browser of somebody, signed in or not. `complaints` are what its console said of our pages."""

    site: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        self.page.goto(self.site + address)
        return self.page

    def press(self, selector: str) -> Page:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self.page

    def path(self) -> str:
        return urlsplit(self.page.url).path


def visit(chromium: Browser, site: str, *, client: Client | None = None, **given) -> StaffVisit:
    """A browser with the cookies of a client, if one is given."""
    context = chromium.new_context(
        **{"viewport": PHONE, "color_scheme": DARK.get(given.get("locale", "")), **given}
    )
    if given.get("java_script_enabled", True):
        context.add_init_script(AXE_SCRIPT)
    context.set_default_timeout(PATIENT_MILLISECONDS)
    if client is not None:
        context.add_cookies([_cookie(site, each) for each in client.cookies.values()])
    made = StaffVisit(site, context, context.new_page())
    made.page.on("console", lambda said: made.complaints.extend(_complaint(said)))
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    return made


def _complaint(said) -> list[str]:
    return [said.text] if said.type in ("error", "warning") and "status of" not in said.text else []


def _cookie(site: str, morsel: Morsel) -> dict[str, object]:
    return {
        "name": morsel.key,
        "value": morsel.value,
        "domain": "localhost",
        "path": STAFF,
        "httpOnly": True,
        "sameSite": "Strict",
    }
