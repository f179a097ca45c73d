"""What a browser may do with a page: nothing that could tell anybody outside."""

import pytest

from kapea.web.base.policy import FILE_HEADERS, HEADERS, content_policy


def rules(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for rule in policy.split(";") if (words := rule.split())}


@pytest.fixture(params=[False, True])
def told(request):
    return rules(content_policy(worker=request.param))


def test_what_is_not_named_is_forbidden(told):
    assert told["default-src"] == ["'none'"]


def test_nothing_comes_from_or_goes_to_another_site(told):
    here = {"'self'", "'none'", "data:"}
    assert all(set(sources) <= here for sources in told.values()), told


def test_a_form_goes_to_us_and_nowhere_else(told):
    assert told["form-action"] == ["'self'"]


def test_no_script_or_style_stands_in_a_page(told):
    for kind in ("script-src", "style-src"):
        assert told[kind] == ["'self'"]


def test_nobody_frames_a_page_or_moves_its_addresses(told):
    assert told["frame-ancestors"] == told["base-uri"] == ["'none'"]


def test_only_the_page_that_offers_to_keep_help_may_have_a_worker():
    assert rules(content_policy())["worker-src"] == ["'none'"]
    assert rules(content_policy(worker=True))["worker-src"] == ["'self'"]


@pytest.mark.parametrize("sensor", ["camera", "microphone", "geolocation"])
def test_no_page_may_use(sensor):
    assert f"{sensor}=()" in HEADERS["Permissions-Policy"]


def test_another_site_learns_no_address_of_ours():
    assert HEADERS["Referrer-Policy"] == "same-origin"


def test_a_file_is_taken_for_what_it_says_it_is():
    assert HEADERS["X-Content-Type-Options"] == FILE_HEADERS["X-Content-Type-Options"] == "nosniff"
