"""What a phone makes of numbers is what the server makes of them, and no number is lost on the way.

The script runs in a real browser; the rule of the server is `core/workshops/count_entries.py`.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.workshops.test_count_entries import histories
from tests.run import ROOT

from kapea.core.workshops.count_entries import CountEntry, counted_fields

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
SCRIPT = (ROOT / "src/kapea/web/workshops/static/counts.js").read_text(encoding="utf-8")
FIELDS = ("came.women", "came.men")
STANDS = """entries => Object.fromEntries([...new Set(Object.values(entries).map(each => each.field))].map(
  field => [field, Counts.standing(entries, field).map(each => each.id)]))"""
PHONES = """ops => {
  const server = {}, phones = [0, 1].map(() => ({entries: {}, sent: {}})), last = [{}, {}];
  const copy = (told) => JSON.parse(JSON.stringify(told));
  const take = (going) => going.forEach((entry) => { server[entry.id] = server[entry.id] || copy(entry); });
  const send = (kept, answered) => {
    const going = Counts.waiting(kept);
    Counts.send(kept, going);
    take(going);
    if (answered) Counts.receive(kept, copy(Object.values(server)));
  };
  for (const [who, what, field, value] of ops) {
    if (what === "enter") { Counts.enter(phones[who], field, value); last[who][field] = value; }
    if (what === "sent") send(phones[who], true);
    if (what === "unanswered") send(phones[who], false);
    if (what === "tried") Counts.send(phones[who], Counts.waiting(phones[who]));
    if (what === "closed") phones[who] = copy(phones[who]);
  }
  for (const kept of [...phones, ...phones]) send(kept, true);
  const fields = [...new Set(ops.filter((op) => op[1] === "enter").map((op) => op[2]))];
  const values = (kept) => (field) => [field, Counts.values(kept.entries, field)];
  const shown = (kept) => Object.fromEntries(fields.map(values(kept)));
  const waiting = phones.map((kept) => Counts.waiting(kept).length);
  return {server: Object.values(server), last, waiting, shown: phones.map(shown)};
}"""


@pytest.fixture(scope="module")
def page(chromium):
    """A page that has the script and nothing else."""
    context = chromium.new_context()
    made = context.new_page()
    made.goto("about:blank")
    made.add_script_tag(content=SCRIPT.replace("const Counts", "var Counts"))
    yield made
    context.close()


def plain(entry: CountEntry) -> dict[str, object]:
    return {"id": entry.id, "field": entry.field, "value": entry.value, "over": sorted(entry.over)}


def test_the_same_stands_on_a_phone_and_on_the_server(page):
    @given(histories())
    def same(entries):
        told = page.evaluate(STANDS, {each.id: plain(each) for each in entries})
        fields = counted_fields(entries)
        assert told == {name: [each.id for each in field.standing] for name, field in fields.items()}

    same()


STEPS = st.one_of(
    st.tuples(st.integers(0, 1), st.just("enter"), st.sampled_from(FIELDS), st.integers(0, 9)),
    st.tuples(
        st.integers(0, 1), st.sampled_from(("sent", "unanswered", "tried", "closed")), st.just(""), st.just(0)
    ),
)


def test_whatever_network_and_tabs_do_the_last_number_of_each_phone_stands_or_was_seen_and_changed(page):
    @given(st.lists(STEPS, max_size=14))
    def kept(steps):
        told = page.evaluate(PHONES, steps)
        entries = [CountEntry(e["id"], e["field"], e["value"], frozenset(e["over"])) for e in told["server"]]
        fields = counted_fields(entries)
        assert told["waiting"] == [0, 0]
        for shown in told["shown"]:
            assert shown == {name: list(field.values) for name, field in fields.items()}, json.dumps(steps)
        for entered in told["last"]:
            for name, value in entered.items():
                assert _stands_or_was_changed(entries, name, value), json.dumps(steps)
        for name in FIELDS:
            if len(who := {step[0] for step in steps if step[1] == "enter" and step[2] == name}) == 1:
                assert fields[name].values == (told["last"][who.pop()][name],), (
                    "one phone alone: its last number"
                )

    kept()


def _stands_or_was_changed(entries: list[CountEntry], name: str, value: int) -> bool:
    """A number is on the server; where it does not stand, somebody who saw it wrote another over it."""
    return any(each.field == name and each.value == value for each in entries)
