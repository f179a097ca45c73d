"""A worker's day and a supervisor's list with many cases, and a case that is opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench import clock, path, site
from bench.figures import Section
from bench.staff import _asks, _statements, sign_in, statements_of

HOW = """\
The WSGI application in one process, over two SQLite files, as in “Staff”. Of one organisation: open cases of
ten workers, whom one supervisor supervises, and ten times as many that are closed. The rows are written at
once; the one that is opened was written as a worker does, sealed, with four notes. “Growth”: the page with
all of them beside the page with a tenth, in one run."""
OPEN, PER_OPEN, WORKERS = 10_000, 10, 10
SENT = 5
PAGES = {
    "a worker's day": ("case_worker", "/staff/desk/"),
    "a worker's cases": ("case_worker", "/staff/desk/cases"),
    "a supervisor's day": ("supervisor", "/staff/desk/"),
    "all cases of a supervisor": ("supervisor", "/staff/desk/cases"),
    "the closed cases of a supervisor": ("supervisor", "/staff/desk/cases?closed=yes"),
}


def measure(effort: clock.Effort = clock.USUAL, many: int = OPEN) -> Section:
    """Makes a trial's staff in the databases of now; call it over empty ones."""
    from django.test import override_settings

    section = Section("The desk, with many cases", HOW)
    site.publish(path.cambodia().release)
    with (
        TemporaryDirectory(prefix="kapea-cases-") as home,
        override_settings(ROOT_URLCONF="kapea.config.urls"),
    ):
        desk = _Desk(Path(home))
        case = desk.sealed_case()
        desk.add(many // 10)
        few = clock.each({name: desk.asks(name) for name in PAGES}, effort)
        desk.add(many - many // 10)
        spent = clock.each({name: desk.asks(name) for name in PAGES}, effort)
        for name, (role, page) in PAGES.items():
            note = _statements(desk.visitors[role], page)
            section.add(name, spent[name] * 1e3, "ms", bar=100, aim=40, note=note)
            section.add(f"{name}: growth", spent[name] / few[name], "×", bar=2, aim=1.2)
        opened = clock.one(_asks(desk.visitors["case_worker"], f"/staff/desk/cases/{case}"), effort)
        note = _statements(desk.visitors["case_worker"], f"/staff/desk/cases/{case}")
        section.add("opening a case", opened * 1e3, "ms", bar=100, aim=40, note=note)
        sent = median(clock.once(desk.sending(case)) for _ in range(SENT))
        note = statements_of(desk.sending(case))
        section.add("sending a referral", sent * 1e3, "ms", bar=150, aim=60, note=note)
    return section


class _Desk:
    """A demo organisation with nine workers more, and who looks."""

    def __init__(self, home: Path) -> None:
        from kapea.people.demo import demo_staff
        from kapea.people.models import Membership, User

        self.at = datetime.now(UTC)
        staff = {each.role: each for each in demo_staff(home, at=self.at)[:8]}
        self.members = {
            role: Membership.objects.get(user__username=each.username) for role, each in staff.items()
        }
        supervisor = self.members["supervisor"].id
        ours = Membership.objects.filter(organisation=self.members["supervisor"].organisation_id)
        ours.exclude(id=supervisor).update(supervisor=supervisor)
        users = User.objects.bulk_create(User(username=f"worker-{n}") for n in range(WORKERS - 1))
        Membership.objects.bulk_create(
            Membership(
                user=each,
                organisation_id=self.members["supervisor"].organisation_id,
                role="case_worker",
                supervisor=supervisor,
                began_at=self.at,
            )
            for each in users
        )
        self._open_line(supervisor)
        self.owners = list(ours.filter(role="case_worker"))
        self.visitors = {role: site.Visitor(site.ours()) for role in ("case_worker", "supervisor")}
        for role, visitor in self.visitors.items():
            sign_in(visitor, staff[role])

    def _open_line(self, supervisor: str) -> None:
        from django.db import transaction

        from kapea.care.demo_partners import open_demo_line
        from kapea.people.queries import member_at_work

        member = member_at_work(supervisor)
        assert member is not None
        with transaction.atomic():
            open_demo_line(member, "cambodia", at=self.at)

    def sending(self, case: str) -> Callable[[], None]:
        """A referral that was drafted, allowed, written and read back: it only has to be sent."""
        from kapea.care.models import CaseReferral, RecordedProtocol

        visitor = self.visitors["case_worker"]
        protocol = RecordedProtocol.objects.get(organisation=self.members["supervisor"].organisation_id)
        chosen = {"option": f"{protocol.id}.{protocol.partner_id}", "sent_by": "one_time_link"}
        new = f"{REFERRALS}new/{case}"
        visitor.get(new)
        answer = visitor.post(new, **chosen, fields_told=TOLD)
        row = CaseReferral.objects.get(id=answer.headers["Location"].rsplit("/", 1)[-1])

        def does(what: str, **said: str) -> None:
            row.refresh_from_db()
            answer = visitor.post(f"{REFERRALS}{row.id}/{what}", seen=str(row.version), **said)
            assert answer.status == 302, (what, answer.status)

        form = FORM.search(visitor.get(f"{REFERRALS}{row.id}").page)
        assert form is not None
        does("answer", form=form[1].decode(), asked_of="child", answer="yes", age_band="15-17", how="call")
        does("words", said_sender="Demo line, desk two")
        does("read-back")
        does("send", step="make_ready")
        return lambda: does("send", step="send")

    def asks(self, name: str) -> Any:
        role, page = PAGES[name]
        return _asks(self.visitors[role], page)

    def add(self, many: int) -> None:
        """So many open cases, and ten times as many closed ones."""
        from kapea.care.models import Case

        Case.objects.bulk_create(self._rows(many, closed=False), batch_size=400)
        Case.objects.bulk_create(self._rows(many * PER_OPEN, closed=True), batch_size=400)

    def _rows(self, many: int, *, closed: bool) -> Iterator[Any]:
        from kapea.care.models import Case

        levels, owners = cycle(("green", "yellow", "orange", "yellow", "red")), cycle(self.owners)
        for n in range(many):
            began = self.at - timedelta(days=n % 300, minutes=n)
            yield Case(
                organisation_id=self.members["supervisor"].organisation_id,
                owner=next(owners),
                state="closed" if closed else "in_action",
                level=next(levels),
                language="km",
                registered_at=began,
                episode_began_at=began,
                due_clock="" if closed else "follow_up",
                due_at=None if closed else began + timedelta(days=14),
                closed_at=began + timedelta(days=90) if closed else None,
                closing_approved_by=["somebody"] if closed else [],
            )

    def sealed_case(self) -> str:
        """The id of a case with notes, made as a worker makes one."""
        visitor = self.visitors["case_worker"]
        visitor.get("/staff/desk/cases/new")
        answer = visitor.post("/staff/desk/cases/new", **NEW)
        case = answer.headers["Location"].rsplit("/", 1)[-1]
        for n in range(4):
            visitor.get(f"/staff/desk/cases/{case}")
            visitor.post(f"/staff/desk/cases/{case}/note", text=f"A note of the bench, number {n}.")
        return case


REFERRALS = "/staff/referrals/"
FORM = re.compile(rb'name="form" value="(\w+)"')
TOLD = ["code", "sender", "level", "service_type", "answer_by"]
NEW = {
    "level": "yellow",
    "language": "km",
    "age_band": "15-17",
    "who_asked": "child",
    "came_by": "chat",
    "reasons": "extortion_images",
    "called": "Paper Boat",
    "wish": "That it stops.",
}
