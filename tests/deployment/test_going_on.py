"""A referral goes on while its deployment is changed under it, behind Caddy: a pack is published and rolled
back, the program upgraded, each between two of its steps. And what is seen of these ways from outside.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

import pytest
from tests.channels import planted
from tests.deployment.caddy import Caddy
from tests.deployment.helping_walk import (
    DESK,
    NOWHERE,
    REFERRALS,
    WORDS,
    drafted,
    moves,
    new_link,
    page_of,
    signed_in,
)
from tests.deployment.outside import NEW, OLD, publish_new_number
from tests.deployment.secure_visits import (
    CARRIED,
    SIGNS,
    Helping,
    SecureStaff,
    SecureVisitor,
    cookies_of,
    helping_on,
)
from tests.deployment.staff_visits import Answer, surely
from tests.server import until as soon

from kapea.web.staff.words import staff_words

SAID = staff_words("en")
BEFORE_UPGRADE = "0009"
"""Of the tables of cases: one that later versions have added to without a change to what was there."""
NOTICED_SECONDS = 300
"""Pages follow a publication within seconds; a busy machine may take this."""
LINK_CODE = "8642 9753"


@pytest.fixture(scope="module")
def helping(tmp_path_factory) -> Iterator[Helping]:
    with helping_on("sqlite", tmp_path_factory.mktemp("going"), Caddy) as site:
        yield site


@pytest.fixture
def browsers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


# --- what befalls the deployment ------------------------------------------------------------------


def published(helping: Helping) -> None:
    """Another number for the helpline, live in each worker."""
    publish_new_number(helping.home)
    soon(lambda: names(helping, NEW), within=NOTICED_SECONDS, what="the new number is not named")


def rolled_back(helping: Helping) -> None:
    done = helping.home.kapea("rollback", "cambodia")
    assert done.returncode == 0, done.stdout + done.stderr
    soon(lambda: names(helping, OLD), within=NOTICED_SECONDS, what="the old number is not named")


def upgraded(helping: Helping) -> None:
    """The server ends, and starts as the next version does: what is live is proved anew, tables are added."""
    helping.server.stop()
    undone = helping.home.python("-m", "kapea.manage", "migrate", "care", BEFORE_UPGRADE)
    assert undone.returncode == 0, undone.stderr
    with closing(sqlite3.connect(helping.home.file)) as file, file:
        file.execute("UPDATE content_proof SET engine = 'the one of before'")
    helping.server.start()
    assert helping.count("django_migrations", f"app = 'care' AND name > '{BEFORE_UPGRADE}~'") > 0
    assert helping.count("content_proof", "engine != 'the one of before'") > 0


def names(helping: Helping, number: str) -> bool:
    """Whether each worker names it, asked on several connections."""
    for _ in range(8):
        with closing(SecureVisitor(helping)) as came:
            if f"tel:{number}" not in surely(came, "GET", "/en/").body:
                return False
    return True


# --- who is under way -----------------------------------------------------------------------------


@dataclass
class UnderWay:
    """The three whose windows stay open, whatever is done to the deployment."""

    helping: Helping
    family: SecureVisitor
    worker: SecureStaff
    partner: SecureVisitor
    case: str = ""
    referral: str = ""
    typed: Answer = field(init=False)
    link: tuple[str, str] = ("", "")
    opened: str = ""

    def family_types(self) -> None:
        """The number is typed; the question after it stays open."""
        self.typed = self.family.types()

    def family_hears(self) -> Answer:
        """That question is answered, whatever happened since."""
        carried = dict(CARRIED.findall(self.typed.body))
        page = surely(self.family, "POST", "/en/b", t=carried["t"], sign=SIGNS)
        assert page.status == 200, page
        return page

    def partner_opens(self) -> Answer:
        """From the page that asks for the code, which was open before."""
        address, code = self.link
        page = surely(self.partner, "POST", address, code=code, who="Dara")
        assert page.status == 200, page
        found = re.search(r'name="page" value="([^"]+)"', page.body)
        assert found, page
        self.opened = found[1]
        return page

    def partner_answers(self, step: str, **said: str) -> None:
        """From the page that was opened before; its number of turns is read off what it shows."""
        address, code = self.link
        page = next(each.body for each in reversed(self.partner.answers) if 'name="seen"' in each.body)
        seen = re.search(r'name="seen" value="(\d+)"', page)
        assert seen
        done = surely(
            self.partner, "POST", address, step=step, code=code, page=self.opened, seen=seen[1], **said
        )
        assert done.status == 200, done.body
        assert self.turns(step) == 1

    def partner_comes_again(self) -> None:
        """The page was closed: in the same browser the code opens it again."""
        address, code = self.link
        assert SAID["link-again"] in surely(self.partner, "GET", address).body
        page = surely(self.partner, "POST", address, code=code)
        assert (page.status, SAID["what-was-sent"] in page.body) == (200, True), page

    def turns(self, step: str) -> int:
        where = f"referral_id = '{self.referral}' AND step = '{step}'"
        return self.helping.count("care_referralturnrow", where)

    def desk_shows(self, state: str) -> None:
        for address in (f"{REFERRALS}{self.referral}", REFERRALS):
            assert SAID[f"referral-{state}"] in page_of(self.worker, address), (state, address)
        assert WORDS in page_of(self.worker, self.case)


@pytest.fixture
def under_way(helping, browsers) -> UnderWay:
    """Somebody has left something, a worker has taken it, and has sent a referral."""
    family, partner = (browsers.enter_context(closing(SecureVisitor(helping))) for _ in range(2))
    family.leaves(f"He wants more, {WORDS}.")
    worker = signed_in(helping, browsers, "case_worker")
    *_, found = re.finditer(r'action="(/staff/desk/intakes/(\w+)/take)"', page_of(worker, DESK))
    assert surely(worker, "POST", found[1]).status == 302
    way = UnderWay(helping, family, worker, partner, f"{DESK}cases/{found[2]}")
    here = drafted(worker, way.case)
    moves(worker, here, "send", step="send")
    way.referral = here.removeprefix(REFERRALS)
    way.link = new_link(worker, way.referral)
    return way


# --- one referral, through all of it --------------------------------------------------------------


def test_a_referral_goes_on_through_a_publication_a_rollback_and_an_upgrade(helping, under_way):
    way = under_way
    assert surely(way.partner, "GET", way.link[0]).status == 200
    way.family_types()
    published(helping)
    assert f"tel:{NEW}" in (heard := way.family_hears()).body
    assert "We asked another place" in heard.body
    assert WORDS not in way.partner_opens().body
    way.partner_answers("accept")
    way.desk_shows("accepted")

    way.family_types()
    rolled_back(helping)
    assert f"tel:{OLD}" in (heard := way.family_hears()).body
    assert "They will help you." in heard.body
    way.partner_answers("start")
    way.partner_answers("finish")
    way.desk_shows("done-by-service")

    way.family_types()
    upgraded(helping)
    heard = way.family_hears()
    assert "Did you get their help?" in heard.body
    way.worker.signs_in(1)
    way.desk_shows("done-by-service")
    way.partner_comes_again()
    carried = dict(CARRIED.findall(heard.body))
    said = {"o": carried["o"], "do": "answer", "source": "referrals", "about": way.referral, "says": "yes"}
    assert "It was sent" in surely(way.family, "POST", "/en/b", **said).body
    assert way.turns("confirm") == 1
    way.desk_shows("confirmed")

    trail = helping.home.kapea("audit", "verify")
    assert trail.returncode == 0, trail.stdout
    nothing_is_told(way)


def nothing_is_told(way: UnderWay) -> None:
    """Neither words, nor number, nor link, nor its code stand in a file, a log, or an address."""
    token, told = way.link[0].rpartition("/")[2], way.link[1]
    secrets = {WORDS, way.family.code, way.family.code.replace(" ", ""), token, way.opened}
    held = planted.files(way.helping.home.folder.parent)
    assert planted.found({form for each in secrets for form in planted.forms(each)}, held) == []
    everybody = (*way.family.answers, *way.partner.answers, *way.worker.answers)
    said = logs(way.helping) + "".join(each.headers.get("location", "") for each in everybody)
    assert not [each for each in (*secrets, told, told.replace(" ", "")) if each in said]


def logs(helping: Helping) -> str:
    """All that the server and Caddy have said."""
    return helping.server.said() + (helping.proxy.folder / "said.log").read_text(encoding="utf-8")


# --- what is seen of it from outside ---------------------------------------------------------------


@pytest.fixture
def visitor(helping, browsers) -> SecureVisitor:
    return browsers.enter_context(closing(SecureVisitor(helping)))


def is_private(answer: Answer) -> None:
    """It is kept nowhere, tells no other site where it was, and runs and loads nothing from elsewhere."""
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["strict-transport-security"]
    assert not re.search(r'(?:href|src|action)="(?:https?:)?//', answer.body)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/en/d", 200), ("/en/d/1", 200), ("/en/d/2", 200), ("/en/b", 200), (NOWHERE, 404)],
)
def test_each_door_answers_through_caddy_and_is_kept_nowhere(visitor, address, status):
    answer = surely(visitor, "GET", address)
    assert answer.status == status
    is_private(answer)


def test_what_is_typed_at_a_door_stands_in_no_address_no_cookie_and_no_log(helping, visitor):
    visitor.leaves(f"Please write back, {WORDS}.")
    visitor.comes_back()
    surely(visitor, "POST", NOWHERE, code=LINK_CODE, who=WORDS)
    for each in visitor.answers:
        if each.status < 300:
            is_private(each)
    code = visitor.code.replace(" ", "")
    told = "".join(value for each in visitor.answers for name, value in each.pairs if name == "Location")
    jars = cookies_of(visitor.answers)
    told += "".join(jar[name].value for name, jar in jars.items())
    for secret in (WORDS, code, visitor.code, LINK_CODE, NOWHERE):
        assert secret not in told + logs(helping), secret
    for name, jar in jars.items():
        assert jar[name]["secure"], name
        assert jar[name]["httponly"], name
        assert jar[name]["samesite"] in ("Lax", "Strict"), name
