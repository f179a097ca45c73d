"""From what somebody left to a referral that was accepted by link, while workers are killed in the middle."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

from tests.deployment.secure_visits import Helping, SecureStaff, SecureVisitor
from tests.deployment.staff_visits import Answer, surely

from kapea.web.staff.words import staff_words

DESK, REFERRALS = "/staff/desk/", "/staff/referrals/"
WORDS = "plantedkingfisherbythewater"
TELLING = {"asked_of": "child", "answer": "yes", "age_band": "15-17", "how": "call"}
ALWAYS = ["code", "sender", "level", "service_type", "answer_by"]
SECRETS = re.compile(r'value="[A-Za-z0-9]{64}"|name="t" value="[\w=-]+"')
NOWHERE = "/l/en/" + "a" * 32


def signed_in(helping: Helping, browsers: ExitStack, role: str, nth: int = 0) -> SecureStaff:
    came = browsers.enter_context(closing(SecureStaff(helping, role, nth)))
    came.signs_in()
    return came


def while_one_dies(helping: Helping, work: Callable[[], Answer]) -> Answer:
    """What comes of it, while a worker is killed in the middle."""
    with ThreadPoolExecutor(1) as other:
        going = other.submit(work)
        time.sleep(0.05)
        helping.server.kill_worker()
        return going.result()


def taken_by_one_of_two(helping: Helping, browsers: ExitStack) -> tuple[SecureStaff, str]:
    """Two workers take at once what was left last, each in a window; whoever holds it now, and the case."""
    both = [signed_in(helping, browsers, role) for role in ("case_worker", "counsellor")]
    page = surely(both[0], "GET", DESK).body
    *_, found = re.finditer(r'action="(/staff/desk/intakes/(\w+)/take)"', page)
    surely(both[1], "GET", DESK)
    with ThreadPoolExecutor(2) as at_once:
        going = [at_once.submit(surely, each, "POST", found[1]) for each in both]
        helping.server.kill_worker()
        answers = [each.result() for each in going]
    case = f"{DESK}cases/{found[2]}"
    holding = [each for each in both if surely(each, "GET", case).status == 200]
    assert len(holding) == 1
    page = surely(holding[0], "GET", case).body
    assert WORDS in page, page
    loser = answers[both.index(holding[0]) - 1]
    assert loser.status in (404, 409)
    assert loser.status == 404 or staff_words("en")["fault-case-taken"] in loser.body, loser.body
    assert helping.count("care_case", f"id = '{found[2]}'") == 1
    return holding[0], case


def referred(helping: Helping, holder: SecureStaff, case: str) -> str:
    """Drafted with the child, and sent while a worker dies; its id."""
    here = drafted(holder, case)
    seen = seen_of(holder, here)
    while_one_dies(helping, lambda: surely(holder, "POST", f"{here}/send", seen=seen, step="send"))
    return here.removeprefix(REFERRALS)


def drafted(holder: SecureStaff, case: str) -> str:
    """Drafted with the child and read back to them, ready to be sent; its address."""
    new = f"{REFERRALS}new/{case.rpartition('/')[2]}"
    option = re.search(r'name="option" value="([\w.-]+)"[^>]*><label[^>]*>[^<]*clinic', page_of(holder, new))
    assert option
    said = {"option": option[1], "sent_by": "one_time_link", "fields_told": ALWAYS}
    made = surely(holder, "POST", new, **said)
    assert made.status == 302, made.body
    here = made.headers["location"]
    form = re.search(r'name="form" value="(\w+)"', page_of(holder, here))
    assert form
    moves(holder, here, "answer", form=form[1], **TELLING)
    moves(holder, here, "words", said_sender="The line, desk two")
    moves(holder, here, "read-back")
    moves(holder, here, "send", step="make_ready")
    return here


def page_of(holder: SecureStaff, address: str) -> str:
    page = surely(holder, "GET", address)
    assert page.status == 200, page
    return page.body


def seen_of(holder: SecureStaff, here: str) -> str:
    seen = re.search(r'name="seen" value="(\d+)"', page_of(holder, here))
    assert seen
    return seen[1]


def moves(holder: SecureStaff, here: str, what: str, **said: str) -> None:
    done = surely(holder, "POST", f"{here}/{what}", seen=seen_of(holder, here), **said)
    assert (done.status, done.headers.get("location")) == (302, here), done.body


def accepted_by_link(helping: Helping, browsers: ExitStack, holder: SecureStaff, referral: str) -> None:
    """Opened and accepted while a worker dies. Where its page was lost, whoever sent it makes a new link."""
    partner = browsers.enter_context(closing(SecureVisitor(helping)))
    while (opened := opened_link(helping, holder, partner, referral)) is None:
        pass
    address, said = opened
    for _ in range(2):
        surely(partner, "POST", address, step="accept", **said)
    stranger = browsers.enter_context(closing(SecureVisitor(helping)))
    nowhere, there = (SECRETS.sub("", surely(stranger, "GET", each).body) for each in (NOWHERE, address))
    assert there == nowhere, "an opened link is none to anybody else"
    assert WORDS not in surely(partner, "GET", address).body, "a reload asks for the code again"
    private = [each for each in partner.answers if "/l/" in each.body]
    assert all(each.headers["cache-control"] == "no-store" for each in private)
    assert not re.search(r'(?:href|src|action)="https?:', "".join(each.body for each in private))


def opened_link(
    helping: Helping, holder: SecureStaff, partner: SecureVisitor, referral: str
) -> tuple[str, dict[str, str]] | None:
    """Its address and what its page sends with an answer; None where the page was lost on its way."""
    address, code = new_link(holder, referral)
    surely(partner, "GET", address)
    answer = while_one_dies(helping, lambda: surely(partner, "POST", address, code=code, who="Dara"))
    while answer.status == 409:  # a try whose worker died counts, and has to be waited for
        time.sleep(1)
        answer = surely(partner, "POST", address, code=code, who="Dara")
    opened = re.search(r'name="page" value="([^"]+)"', answer.body)
    return (address, {"code": code, "page": opened[1]}) if opened else None


def new_link(holder: SecureStaff, referral: str) -> tuple[str, str]:
    """The address of a new one-time link, and the code that is told by telephone."""
    page = surely(holder, "POST", f"{REFERRALS}{referral}/link").body
    found = re.search(r'value="https://[^/]+(/l/en/[^"]+)".*?<b>(\d{4} \d{4})</b>', page, re.S)
    assert found, page
    return found[1], found[2]
