"""Somebody at a real browser with a keyboard and nothing else, whose line can break while a form is sent."""

from __future__ import annotations

import json
import time
from typing import Literal
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Response, Route
from tests.browser.test_access import FAULTS, RULES
from tests.browser.test_every_light import LEAST, RING
from tests.chromium import PATIENT_MILLISECONDS
from tests.home import Home
from tests.server import until
from tests.staff.driving import SEEN, WORD_ID

Loses = Literal["", "the form", "the answer"]
MOST_TABS = 200
SIZES = (320, 360, 1280)
LOOKED_INTO = {"en": 1280, "km": 360}
"""Where axe looks, in both lights."""


class Seat:
    """A browser of one person. `complaints` are what its console said of our pages."""

    def __init__(self, browser: Browser, site: str, **given) -> None:
        self.site, self.complaints = site, list[str]()
        self.context = browser.new_context(**given)
        self.context.add_init_script(AXE_SCRIPT)
        self.context.set_default_timeout(PATIENT_MILLISECONDS)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def signs_in(self, home: Home, role: str, organisation: str) -> None:
        staff = json.loads((home.folder / "demo-staff.json").read_text(encoding="utf-8"))
        me = next(each for each in staff if (each["role"], each["organisation"]) == (role, organisation))
        self.open("/staff/sign-in")
        self.types("#login", me["username"])
        self.types("#password", me["passphrase"])
        self.presses("main button.lead")
        self.types("#code", format_hotp_value(hotp_value(me["secret"], int(time.time()) // 30)))
        self.presses("main button.lead")

    def open(self, address: str) -> Response:
        answer = self.page.goto(self.site + address)
        assert answer is not None
        return answer

    def path(self) -> str:
        return urlsplit(self.page.url).path

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    # --- by the keyboard --------------------------------------------------------------------------

    def reaches(self, what: str) -> None:
        """Goes there with the tab key; wherever it comes by, a ring is seen."""
        for _ in range(MOST_TABS):
            if self.page.evaluate("what => document.activeElement.matches(what)", what):
                html, wide, contrast = self.page.evaluate(RING)
                assert wide >= 2, html
                assert contrast >= LEAST, html
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {what} on {self.page.url}")

    def types(self, what: str, words: str) -> None:
        """Writes in a field, in place of what stood there."""
        self.reaches(what)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def chooses(self, what: str, value: str) -> None:
        """Goes down a list that is closed."""
        self.reaches(what)
        field = self.page.locator(what)
        for _ in range(field.locator("option").count()):
            if field.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        assert field.input_value() == value

    def ticks(self, what: str) -> None:
        """Presses the space bar, unless it is ticked."""
        self.reaches(what)
        if not self.page.evaluate("document.activeElement.checked"):
            self.page.keyboard.press("Space")

    def presses(self, what: str, *, loses: Loses = "") -> None:
        """Presses enter. Where the line breaks, the page is loaded again once it stands, as a browser offers:
        it sends the form again.
        """
        self.reaches(what)
        if not loses:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
            return
        if loses == "the form":
            self.context.set_offline(True)
        else:
            self.page.route("**/*", _lose_answer)
        self.page.keyboard.press("Enter")
        until(self._stands_alone, within=PATIENT_MILLISECONDS / 1000, what="the line did not break")
        self.context.set_offline(False)
        self.page.unroute("**/*")
        self.page.reload()

    def _stands_alone(self) -> bool:
        self.page.wait_for_timeout(50)
        return self.page.url.startswith("chrome-error:")


def _lose_answer(route: Route) -> None:
    """The server has it and answers; on the way back the line breaks."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
    else:
        route.continue_()


def wrong_in_every_light(page: Page, language: str) -> list[str]:
    """What is wrong with a page: its language, an id in place of a word, whatever sticks out at a side on any
    size; in some languages also all that axe finds, in the light and in the dark.
    """
    found = []
    for wide in SIZES:
        page.set_viewport_size({"width": wide, "height": 800})
        lang, text, sticks_out, _ = page.evaluate(SEEN)
        found += [f"wider than {wide}"] if sticks_out else []
    found += [] if lang == language else [f"the language {lang}"]
    found += [f"the id {id}" for id in WORD_ID.findall(text)]
    if language in LOOKED_INTO:
        page.set_viewport_size({"width": LOOKED_INTO[language], "height": 800})
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            found += page.evaluate(FAULTS, RULES)
    return [f"{language} {page.url}: {fault}" for fault in found]
