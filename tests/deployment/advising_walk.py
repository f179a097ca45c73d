"""The group that advises the study of trials is given a text with quotes, answers it, and somebody who is
quoted takes their yes back; a worker is killed under the answer, and under the withdrawal.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from html import unescape

from tests.deployment.helping_walk import WORDS, page_of, signed_in, while_one_dies
from tests.deployment.proxy import Proxy
from tests.deployment.secure_visits import Helping, SecureStaff
from tests.deployment.staff_visits import Answer, surely

from kapea.studies.demo_findings import INVENTED_QUOTES

STUDIES = "/staff/studies/"
HIDDEN = re.compile(r'type="hidden" name="(turn|study|text|seen)" value="([^"]*)"')
QUOTED = INVENTED_QUOTES[0][2]
SPEAKER = "sessions/2/seats/c5"
TALK = "C1: ខ្ញុំមិនហ៊ានប្រាប់ម្ដាយទេ។\n" * 3_400
"""Nearly a megabyte, as a browser sends it."""
LOOKS = 4
"""At a page, by several connections: both workers answer."""


def form_to(page: str, address: str) -> dict[str, str]:
    """What a form sends that nobody typed; nothing, where it is not there."""
    [*_, form] = ["", *(part for part in page.split("<form") if f'action="{address}"' in part)]
    return dict(HIDDEN.findall(form.split("</form>")[0]))


def advised(helping: Helping, browsers: ExitStack) -> None:
    """All of it. What a killed worker does not answer is sent again, and done once."""
    lead, group, steward = (
        signed_in(helping, browsers, role, nth)
        for role, nth in (("programme_officer", 0), ("facilitator", 2), ("facilitator", 1))
    )
    found = re.search(rf'href="({STUDIES}\w{{16}})', page_of(lead, STUDIES))
    assert found
    study = found[1]
    _given(lead, study)
    _answered(helping, group, study)
    said = form_to(page_of(lead, f"{study}/advice"), f"{study}/advice/choose")
    _withdrawn(helping, steward, study)
    again = surely(lead, "POST", f"{study}/advice/choose", words="Stale.", **said)
    assert again.status == 409, "what was open before does not bring it back"
    for came in (lead, group) * LOOKS:
        came.close()
        came.connects()
        assert QUOTED not in unescape(page_of(came, f"{study}/advice"))


def typed_at_length(helping: Helping, browsers: ExitStack) -> None:
    """Two hours of talk, typed where a transcript is being read already. No proxy lays them on the disk."""
    writer = signed_in(helping, browsers, "editor")
    found = re.search(rf'href="({STUDIES}\w{{16}})', page_of(writer, STUDIES))
    assert found
    assert isinstance(helping.proxy, Proxy)
    before = helping.proxy.files_of_words()
    said = {"words": TALK, "language": "km", "seen": ""}
    answer = surely(writer, "POST", f"{found[1]}/sessions/1/transcript/write", **said)
    assert answer.status == 409, "it is being read already"
    assert unescape(answer.body).count(TALK.splitlines()[0]) == TALK.count("\n"), (
        "all that was typed comes back"
    )
    assert helping.proxy.files_of_words() == before


def _given(lead: SecureStaff, study: str) -> None:
    here = f"{study}/advice"
    page = page_of(lead, here)
    quotes = re.findall(r'name="quote" value="(\w+)"', page)
    said = form_to(page, f"{here}/choose") | {"words": f"Told: {WORDS}.", "quote": quotes}
    surely(lead, "POST", f"{here}/choose", **said)
    page = unescape(page_of(lead, here))
    assert WORDS in page
    assert f"<blockquote><p>{QUOTED}" in page


def _answered(helping: Helping, group: SecureStaff, study: str) -> None:
    here = f"{study}/advice"
    said = form_to(page_of(group, here), f"{here}/answer")
    _pressed(helping, group, f"{here}/answer", said | {"verdict": "agrees", "words": f"Said: {WORDS}."})
    assert page_of(group, here).count(f"Said: {WORDS}.") == 1


def _withdrawn(helping: Helping, steward: SecureStaff, study: str) -> None:
    here = f"{study}/{SPEAKER}/withdraw"
    said = form_to(page_of(steward, here), here)
    answer = _pressed(helping, steward, here, said | {"scope": "take_part", "party": "participant"})
    assert answer.status in (200, 409)
    assert form_to(page_of(steward, here), here) == {}, "nobody sits there any more"


def _pressed(helping: Helping, came: SecureStaff, address: str, said: dict[str, str | list[str]]) -> Answer:
    return while_one_dies(helping, lambda: surely(came, "POST", address, **said))
