"""The bundle opened from a folder in a real Chromium without a network; a lesson in a school's LMS."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.conftest import DESK, PHONE, serving
from tests.browser.test_access import faults
from tests.bundle.made import unpacked
from tests.chromium import PATIENT_MILLISECONDS
from tests.conftest import AT, world_of

from kapea.web.bundle.lessons import lesson_files

LINKS = "links => links.map(link => link.href)"
LOADED = "[...document.images].filter(image => !image.naturalWidth).map(image => image.src)"
TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
STATUS = "cmi.core.lesson_status"
LMS = """<!doctype html><title>LMS</title><script>
var log = [], held = {"cmi.core.student_name": "A pupil"};
var API = new Proxy({}, {get: (_, name) => (...words) => {
  log.push([name, ...words]);
  if (name === "LMSGetValue") return held[words[0]] ?? "";
  if (name === "LMSSetValue") held[words[0]] = words[1];
  return "true";
}});
</script><iframe src="/lesson/index.html" width="800" height="600"></iframe>"""


class Folder:
    """A browser without a network, on an unpacked bundle; `asked` is all that it asked for."""

    def __init__(self, chromium: Browser, root: Path, size: tuple[int, int], *, scripts: bool) -> None:
        self.root, self.width = root, size[0]
        self.asked, self.complaints = list[str](), list[str]()
        self.context: BrowserContext = chromium.new_context(
            java_script_enabled=scripts,
            offline=True,
            viewport={"width": size[0], "height": size[1]},
        )
        self.context.set_default_timeout(PATIENT_MILLISECONDS)
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.context.on("console", lambda message: self.complaints.append(message.text))
        self.page: Page = self.context.new_page()

    def open(self, name: str) -> Page:
        self.page.goto((self.root / name).as_uri())
        return self.page

    def walked(self) -> list[str]:
        """Every page that links lead to from the index, followed one by one; each fits the screen, and each
        other file is there.
        """
        names, known = ["index.html"], {"index.html"}
        for name in names:
            page = self.open(name)
            assert page.evaluate(LOADED) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= self.width, name
            assert page.evaluate("document.title") == "Kapea"
            for link in page.eval_on_selector_all("a[href]", LINKS):
                there = self._name(link)
                if there and there not in known:
                    known.add(there)
                    if there.endswith(".html"):
                        names.append(there)
                    else:
                        assert (self.root / there).is_file()
        return names

    def _name(self, link: str) -> str:
        """A linked file, by its name in the folder; empty for a telephone."""
        parts = urlsplit(urldefrag(link).url)
        if parts.scheme in ("tel", "sms"):
            return ""
        assert parts.scheme == "file", link
        return Path(unquote(parts.path)).relative_to(self.root).as_posix()


@pytest.fixture
def folders(chromium):
    """Opens bundles; at the end none has asked for anything that does not lie in its folder."""
    made: list[Folder] = []

    def make(country: str, language: str, size: tuple[int, int] = PHONE, *, scripts: bool = True) -> Folder:
        made.append(Folder(chromium, unpacked(country, language).resolve(), size, scripts=scripts))
        return made[-1]

    yield make
    for folder in made:
        folder.context.close()
        assert [u for u in folder.asked if not u.startswith((folder.root.as_uri(), "data:,"))] == []
        assert folder.complaints == []


@pytest.mark.parametrize(
    ("language", "size", "scripts"), [("km", PHONE, False), ("en", DESK, True)], ids=["phone", "desk"]
)
def test_every_link_is_followed_from_a_folder_without_a_network(folders, language, size, scripts):
    folder = folders("cambodia", language, size, scripts=scripts)
    names = folder.walked()
    plans = world_of("cambodia").release.workshops
    assert {f"plans/{id}.html" for id in plans} | {"index.html", "help.html"} == set(names)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_nothing_to_mend(folders, light):
    folder = folders("cambodia", "km")
    folder.page.emulate_media(color_scheme=light)
    found = []
    for name in ("index.html", "help.html", "plans/workshop-class-b4.html"):
        found += faults(folder.open(name))
    folder.complaints.clear()  # axe itself asks for the style sheet, and the page refuses it
    assert found == []


def test_what_to_do_if_somebody_tells_is_one_tap_away_and_a_picture_fills_the_screen(folders):
    page = folders("cambodia", "en", scripts=False).open("plans/workshop-class-b4.html")
    page.locator(".bar a.name").click()
    assert page.locator("#told h2").first.is_visible()
    assert 0 <= page.locator("#told").bounding_box()["y"] < 40
    page.locator("#part-3 .held a").first.click()
    held = page.locator(".held-up:target")
    box = held.bounding_box()
    assert (round(box["y"]), round(box["height"])) == (0, PHONE[1])
    assert held.inner_text().split() == [held.locator("a").inner_text().split()[0], "·", "Back"]
    front = "([x, y]) => document.elementFromPoint(x, y).closest('.bar') === null"
    assert page.evaluate(front, [PHONE[0] // 2, PHONE[1] - 20])
    held.locator("a").click()
    assert 0 <= page.locator("#part-3").bounding_box()["y"] < 40


def test_on_paper_a_plan_is_its_words_and_what_is_tapped_is_gone(folders):
    page = folders("cambodia", "en", DESK).open("plans/workshop-class-b4.html")
    page.emulate_media(media="print")
    assert page.locator("#part-5 .row-say li").first.is_visible()
    for tapped in (".top", ".bar", ".parts", ".on", ".held-up", ".also"):
        assert not page.locator(tapped).first.is_visible(), tapped


# --- a lesson in an LMS -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lms():
    """A school's LMS with one lesson in it."""
    world = world_of("cambodia")
    plan = next(plan for plan in world.release.workshops.values() if plan.is_class)
    files = lesson_files(world, plan, "en", at=AT)

    class Lms(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/lesson/")
            body = LMS.encode() if self.path == "/lms" else files.get(name)
            self.send_response(200 if body is not None else 404)
            kind = TYPES.get(name.rpartition(".")[2], "text/html")
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with serving(Lms) as address:
        yield address


@pytest.fixture
def visitor(chromium):
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    context.set_default_timeout(PATIENT_MILLISECONDS)
    yield context
    context.close()


def log_of(page: Page) -> list[list[str]]:
    told: list[list[str]] = json.loads(page.evaluate("JSON.stringify(log)"))
    return told


def test_in_a_frame_a_lesson_is_begun_walked_done_and_left(visitor, lms):
    page = visitor.new_page()
    page.goto(f"{lms}lms")
    lesson = page.frame_locator("iframe")
    lesson.locator("#done:not([hidden])").wait_for()
    lesson.locator("#part-1 .on a").click()
    lesson.locator("#done").click()
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("log.some(([name]) => name === 'LMSFinish')")
    log = log_of(page)
    assert log[0] == ["LMSInitialize", ""]
    assert ["LMSSetValue", "cmi.core.lesson_location", "part-2"] in log
    assert [words for words in log if words[:2] == ["LMSSetValue", STATUS]] == [
        ["LMSSetValue", STATUS, "incomplete"],
        ["LMSSetValue", STATUS, "completed"],
    ]
    assert log[-1] == ["LMSFinish", ""]
    assert not any("student" in word or "score" in word for words in log for word in words)


def test_in_a_window_that_an_lms_opened_it_finds_it_too(visitor, lms):
    page = visitor.new_page()
    page.goto(f"{lms}lms")
    page.evaluate("document.querySelector('iframe').remove()")
    with page.expect_popup() as opening:
        page.evaluate("log.length = 0; window.open('/lesson/index.html')")
    opening.value.locator("#done:not([hidden])").wait_for()
    assert log_of(page)[0] == ["LMSInitialize", ""]


@pytest.mark.parametrize("scripts", [True, False])
def test_without_an_lms_and_without_a_script_the_lesson_is_whole(chromium, lms, scripts):
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{lms}lesson/index.html")
    assert page.locator("#part-5 .row-say li").first.is_visible()
    assert not page.locator("#done").is_visible()
    assert page.evaluate(LOADED) == []
    context.close()
