"""Somebody who leaves something on a public page and comes back with their code, without scripts."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client
from tests.staff.at_the_desk import DESK, Worker

from kapea.care.answering_desks import set_answering
from kapea.care.models import Case, Intake
from kapea.core.languages.text import ZERO_WIDTH
from kapea.vault.code_digits import check_digit
from kapea.web.base.whole_words import JOINER
from kapea.web.public import way_back, way_in
from kapea.web.public.offered_answers import offered

IN, BACK = "/en/d", "/en/b"
PLANTED = "zebrafinch"
NUMBER = "012 555 0199"
SIGNS = ["boat", "tree"]
OTHERS = ["cup", "fish"]
LEFT = {"level": "orange", "who": "child", "sign": SIGNS, "yes": "yes"}
MESSAGE = {**LEFT, "words": f"He wants more, {PLANTED}."}
CONTACT = {
    **LEFT,
    "how": "call",
    "reach": NUMBER,
    "day": ["1", "2", "3", "4", "5", "6", "7"],
    "from": "8",
    "to": "18",
    "others": "wrong_number",
}
CODE = re.compile(r'<p class="code"><bdi>([\d ]+)</bdi>')
HIDDEN = re.compile(r'name="([to])" value="([\w=-]+)"')
UNIQUE = re.compile(r'value="[A-Za-z0-9]{64}"|name="t" value="[\w=-]+"')


def switch_on(organisation, at, *, hours: int = 24) -> None:
    set_answering(organisation, answers=True, hours=hours, by="operator", at=at)
    forget()


def forget() -> None:
    """What this process knew of who answers, and of who asked how often."""
    offered.clear()
    for limit in (way_in.left, way_back.answers):
        limit.clear()


class Visitor:
    """A browser of the public. What forms bring is read from their pages."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(headers={"host": "localhost"})
        self.language, self.code, self.carried = language, "", {}
        self.client.get(self.at(BACK))

    def at(self, address: str) -> str:
        return address.replace("/en/", f"/{self.language}/")

    def leaves(self, number: int = 2, status: int = 200, **other) -> str:
        """Leaves a message or (1) a way to be reached; the page with the code."""
        said = {1: CONTACT, 2: MESSAGE}[number]
        forget()
        form = re.search(r'name="form" value="(\w+)"', self.page(f"{IN}/{number}"))[1]
        page = self.sends(f"{IN}/{number}", status, form=form, **{**said, **other})
        if found := CODE.search(page):
            self.code = found[1]
        return page

    def left(self) -> Intake:
        return Intake.objects.latest("left_at", "id")

    def page(self, address: str, status: int = 200) -> str:
        answer = self.client.get(self.at(address))
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    def sends(self, address: str, status: int = 200, **form) -> str:
        answer = self.client.post(self.at(address), form)
        assert answer.status_code == status, (address, answer.status_code)
        page = answer.content.decode()
        self.carried = dict(HIDDEN.findall(page)) or self.carried
        return page

    def types(self, code: str | None = None) -> str:
        """The second question."""
        forget()
        return self.sends(BACK, typed=self.code if code is None else code)

    def chooses(self, signs=SIGNS, **other) -> str:
        forget()
        return self.sends(BACK, t=self.carried["t"], sign=list(signs), **other)

    def comes_back(self, code: str | None = None, signs=SIGNS) -> str:
        """What stands there after both answers."""
        self.types(code)
        return self.chooses(signs)

    def does(self, what: str, **said) -> str:
        """Something on the page that a code opened."""
        forget()
        return self.sends(BACK, o=self.carried["o"], do=what, **said)


def plain(page: str) -> str:
    """The words of a page, as somebody reads them."""
    said = re.sub(r"<[^>]+>", " ", page.split("<main", 1)[-1])
    said = unescape(said).replace(ZERO_WIDTH, "").replace(JOINER, "")
    return re.sub(r"\s+", " ", said)


def without_secrets(page: str) -> str:
    """A page, without what is another for each copy of it."""
    return UNIQUE.sub("", page)


def other_code(code: str) -> str:
    """Another one whose digits fit together."""
    digits = code.replace(" ", "")[:15]
    changed = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    return changed + check_digit(changed)


def takes(worker: Worker, row: Intake) -> Case:
    answer = worker.client.post(f"{DESK}intakes/{row.id}/take")
    assert answer.status_code == 302, worker.fault(answer)
    return Case.objects.get(id=row.id)
