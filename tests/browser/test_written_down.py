"""What is written down stays on the screen: nothing is sent, no row changes, nothing is left behind."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from django.apps import apps
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_access import faults
from tests.browser.test_every_page import overflows
from tests.browser.test_offline import HELD, NOTHING
from tests.core.platform_notice.test_notice import GOOD, REFUSED

from kapea.core.platform_notice.notice import Notice, as_json, made

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

PLANTED = "XyzzyPlanted"


def rows() -> str:
    return "".join(repr(list(model.objects.values())) for model in apps.get_models())


def empty(page) -> bool:
    return all(
        not value for value in page.eval_on_selector_all("textarea", "all => all.map(one => one.value)")
    )


@pytest.mark.parametrize("path", ["/en/write", "/en/form"])
def test_nothing_is_sent_and_no_row_changes_while_it_is_written(visits, path):
    visit = visits()
    page = visit.open(path)
    before, asked = rows(), len(visit.asked)
    for field in page.locator("textarea").all():
        field.fill(f"{PLANTED} 1")
        field.press("Enter")
    if path.endswith("form"):
        page.locator("#f-rule").select_option(index=1)
        page.locator("#f-links").fill("https://example.org/1")
        page.locator("#do-make").click()
        page.locator("#as-text").wait_for()
    page.wait_for_timeout(300)
    assert visit.asked[asked:] == []
    assert rows() == before
    assert page.evaluate(HELD) == NOTHING
    assert visit.context.cookies() == [] or {c["name"] for c in visit.context.cookies()} <= {"f"}
    assert PLANTED not in page.evaluate("location.href + JSON.stringify(history.state)")


@pytest.mark.parametrize("path", ["/en/write", "/en/form"])
def test_no_field_has_a_name_or_a_form_or_is_remembered(visits, path):
    page = visits().open(path)
    found = page.eval_on_selector_all(
        "textarea, main select",
        "all => all.map(one => [one.name, one.form === null, one.autocomplete, one.spellcheck])",
    )
    assert found
    assert all(each == ["", True, "off", False] for each in found)


def test_leaving_going_away_and_clearing_empty_it(visits, elsewhere):
    visit = visits()
    page = visit.open("/en/write")
    page.locator("#f-name").fill(PLANTED)
    page.locator("#do-clear").click()
    assert empty(page)
    page.locator("#f-name").fill(PLANTED)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert empty(page), "a page that the browser keeps in memory holds nothing either"
    page.locator("#f-name").fill(PLANTED)
    visit.open("/en/")
    page.go_back()
    page.locator("#f-name").wait_for()
    assert empty(page)
    page.locator("#f-name").fill(PLANTED)
    page.locator("button.leave").click()
    page.wait_for_url(elsewhere)
    page.go_back()
    assert PLANTED not in page.content()
    assert page.locator("textarea").count() == 0


@pytest.mark.parametrize("path", ["/en/write", "/km/write", "/en/form", "/km/form", "/en/tell"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_everybody_can_use_it(visits, path, size):
    visit = visits(size=size)
    page = visit.open(path)
    assert faults(page) == []
    assert not overflows(page)


def test_without_scripts_there_are_lines_to_print_and_a_notice_to_copy(visits):
    page = visits(scripts=False).open("/en/write")
    assert page.locator(".line").count() == 7
    assert page.locator("textarea, #do-print:visible").count() == 0
    page = visits(scripts=False).open("/en/form")
    assert "Platform:" in page.locator("pre.copy").first.inner_text()
    assert not page.locator("#fields").is_visible()


def test_a_notice_is_made_on_the_screen_as_the_command_makes_it(visits):
    page = visits(size=DESK).open("/en/form")
    for name in ("platform", "sender", "reference"):
        page.locator(f"#f-{name}").fill(GOOD[name])
    for name in ("accounts", "links", "times"):
        page.locator(f"#f-{name}").fill("\n".join(GOOD[name]))
    page.locator("#f-rule").select_option("threat")
    page.locator("#do-make").click()
    notice = made(GOOD)
    assert isinstance(notice, Notice)
    text = page.locator("#as-text").inner_text()
    assert text.startswith("Notice of harm to a child")
    assert all(line in text for line in (*GOOD["accounts"], *GOOD["links"], *GOOD["times"], "R-17"))
    assert json.loads(page.locator("#as-json").text_content() or "") == json.loads(as_json(notice))
    page.locator("#f-links").fill("data:image/png;base64,AAAA")
    page.locator("#do-make").click()
    assert page.locator("#wrong").is_visible()
    assert page.locator("#made").is_hidden()
    assert page.locator("#as-text").inner_text() == ""


def test_what_is_wrong_stands_beside_its_field_and_in_a_list_that_is_read_at_once(visits):
    page = visits().open("/en/form")
    page.locator("#f-links").fill("not a link")
    page.locator("#do-make").click()
    assert page.evaluate("document.activeElement.id") == "wrong"
    entries = page.locator("#wrong li a")
    assert [each.get_attribute("href") for each in entries.all()] == ["#f-platform", "#f-links"]
    for name in ("platform", "links"):
        field = page.locator(f"#f-{name}")
        assert field.get_attribute("aria-invalid") == "true"
        told = page.locator("#" + (field.get_attribute("aria-describedby") or ""))
        assert told.is_visible()
        assert told.bounding_box()["y"] < field.bounding_box()["y"]
    entries.last.click()
    assert page.evaluate("document.activeElement.id") == "f-links"
    assert faults(page) == []
    page.locator("#do-clear").click()
    assert page.locator(".wrong, #wrong li, [aria-invalid]").count() == 0


def test_a_notice_that_is_ready_is_read_at_once_and_can_be_copied(visits):
    page = visits(size=DESK).open("/en/form")
    page.locator("#f-platform").fill("Example")
    page.locator("#f-rule").select_option("threat")
    page.locator("#f-links").fill("https://example.org/1")
    page.locator("#do-make").click()
    assert page.evaluate("document.activeElement.id") == "made-title"
    assert not page.locator("#as-json").is_visible(), "what is for computers waits until it is asked for"
    page.locator("#do-copy").click()
    assert page.locator("#copied").inner_text() == "It is copied."
    assert "https://example.org/1" in page.evaluate("getSelection().toString()")
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/en/write", "/en/form"])
def test_each_field_has_a_label_of_its_own(visits, path):
    page = visits().open(path)
    labels = page.eval_on_selector_all(
        "textarea, main select", "all => all.map(one => one.labels.length === 1 && one.labels[0].textContent)"
    )
    assert labels
    assert all(labels)


def test_the_screen_refuses_what_the_core_refuses(visits):
    page = visits().open("/en/form")
    for change, wrong in REFUSED:
        found = page.evaluate("said => noticeWrong(said)", {**GOOD, **change})
        assert [tuple(each) for each in found] == wrong, change
    assert page.evaluate("said => noticeWrong(said)", GOOD) == []


def test_a_plan_sends_no_wish_and_its_paper_sends_nothing(visits):
    visit = visits(scripts=False)
    page, sent = visit.open("/en/plan"), list[dict[str, list[str]]]()
    page.locator("main button.main").click()
    visit.tap("2")
    visit.context.on("request", lambda request: sent.append(parse_qs(request.post_data or "")))
    while (
        page.locator('.answers button[name="a"]').count() == 1
        and "again" not in page.locator(".answers").inner_text()
    ):
        visit.tap("1")
    told = [each for each in sent if each]
    assert len(told) >= 8
    assert {tuple(each) for each in told} == {("csrfmiddlewaretoken", "c", "a")}
    assert {tuple(each["a"]) for each in told} == {("1",)}
    before = rows()
    assert visit.context.request.get(f"{visit.site}/en/print/12").ok
    assert rows() == before
