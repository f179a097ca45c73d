"""Each finding of the checker stands at the line that has the fault, and tells its author how to mend it."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from tests.core.checker.small_pack import ON, built, files

from kapea.core.checker.check import check

HELP = "journeys/help.yaml"
S01 = "situations/S01.yaml"
A5 = "blocks/A5.yaml"


class Told(NamedTuple):
    """A change, and the finding it must lead to: at a line with `at`, saying `says`, mended by `mend`."""

    path: str
    old: str
    new: str
    code: str
    at: str
    says: str
    mend: str


TOLD = [
    Told(HELP, "contacts: [HELPLINE, NGO, SOCIAL]", "contacts: [HELPLINE, NGOS, SOCIAL]",
         "P06", "contacts: [HELPLINE, NGOS", "`contacts`: “NGOS” is not known", "one of AMBULANCE"),
    Told(S01, "call: [HELPLINE, EMERGENCY]", "call: [HELPLINEE, EMERGENCY]",
         "P06", "call: [HELPLINEE", "`call`: “HELPLINEE” is not known", "one of AMBULANCE"),
    Told("lint/en.yaml", "[back]", "[back, help]",
         "K04", "banned:", "the en word “help” leads to “help” and to “back”", "leave it to one of them"),
    Told(HELP, "nodes:\n", "nodes:\n  alone: {show: [next-lead], choices: [{say: go-on, to: first}]}\n",
         "K01", "alone:", "no conversation ever comes to help.alone", "lead to it"),
    Told(HELP, '"yes": {set: {level: red, danger: dying}, to: red}\n',
         '"yes": {set: {level: red, danger: dying}, to: red}\n    unsure: {to: q-home}\n',
         "P04", "unsure", "knows no `unsure`", "known"),
    Told(HELP, "    show: [next-lead]\n    choices: [{say: ok, to: after}]",
         "    show: [next-lead]\n    choices: [{say: ok, only: {who: child}, to: after}]",
         "K02", "call-next:", "nothing to choose here: a dead end", "holds for everyone"),
    Told(HELP, "else: q-home", "else: q-dying", "K03", "band:", "stand aside for ever", "always applies"),
    Told("contacts.yaml", "hurt: [EMERGENCY, HELPLINE]", "hurt: [HELPLINE, EMERGENCY]",
         "K06", "red:", "helpline comes first, not EMERGENCY", "begin `order: hurt:`"),
    Told("contacts.yaml", "dying: [HELPLINE, HEALTH, EMERGENCY]", "dying: [HELPLINE, SOCIAL, EMERGENCY]",
         "K06", "red:", "no hospital, doctor or ambulance", "`order: dying:`"),
    Told(HELP, "show: [machine, not-kept]", "show: [not-kept]",
         "K07", "what:", "asked before anyone was told: I am a machine", "show `machine`"),
    Told(S01, "    evidence: A3\n", "", "K11", "title: Someone", "S01 for child: nothing says what to write",
         "evidence: none"),
    Told(S01, "        why: Silence takes away their power.\n", "", "K11", "title: Someone",
         "step 1 has no `why`", "why it helps"),
    Told(A5, "any: Do not pay or bargain.", "any: A stupid thing.", "K12", "any:", "“stupid” is never said",
         "say instead: leave it out"),
    Told(A5, "child: Do not pay.", "child: Hide the rope.", "K12", "child:", "a means of self-harm",
         "to adults only"),
    Told(A5, "any: Do not pay or bargain.", "any: That is a crime.", "K17", "any:", "names no law record",
         "law: [id]"),
    Told(S01, "sources: [ONE]", "sources: [TWO]", "K18", "id: S01", "names a source “TWO”", "sources.yaml"),
    Told(S01, "sources: [ONE]", "sources: []", "K18", "id: S01", "names no source", "sources: [ids"),
    Told("services/all.yaml", "    sources: [its own page, a list]\n    expires: 2027-05-24",
         "    sources: [its own page, a list]\n    expires: 2026-11-24", "K18", "id: helpline",
         "expired on 2026-11-24 and stands on the first view", "move the date"),
    Told("words.yaml", "gone: This page is closed.", "gone: Abuse help is closed.", "K19", "gone:",
         "says “abuse”", "plain everyday word"),
    Told(S01, "say: Someone scares my child.", "say: What your child told us is true.", "K21", "say: What",
         "an adult may read here what a child told", "learns nothing"),
    Told(S01, "first: You came for help.",
         "first: You came for help and that is a very good thing to do for them now.",
         "L01", "first: You came", "words in one sentence", "make it two sentences"),
]  # fmt: skip


@pytest.mark.parametrize("told", TOLD, ids=lambda t: f"{t.code} {t.says[:40]}")
def test_a_finding_stands_at_its_line_and_says_how_to_mend_it(told: Told):
    report = check(built((told.path, told.old, told.new)), on=ON)
    fits = [p for p in report.of(told.code) if told.says in p.says and told.mend in p.mend]
    assert fits, [str(p) for p in report.problems]
    assert fits[0].severity == "error"
    text = files((told.path, told.old, told.new))[fits[0].place.file].decode()
    assert told.at in text.splitlines()[fits[0].place.line - 1]


@pytest.mark.parametrize("told", [t for t in TOLD if t.code in ("K02", "K06", "K07")], ids=lambda t: t.says)
def test_a_fault_of_a_conversation_tells_the_way_to_it(told: Told):
    report = check(built((told.path, told.old, told.new)), on=ON)
    [first, *_] = [p for p in report.of(told.code) if told.says in p.says]
    assert first.path, "the answers that lead there, as a person would tap them"


def test_a_law_record_is_named_where_a_text_rests_on_it_and_it_is_not_sure():
    law = ("law/LAW-1.yaml", "confidence: C3", "confidence: S1")
    says = (A5, "any: Do not pay or bargain.", "any: {say: Do not pay., law: [LAW-1, LAW-2]}")
    told = [p.says for p in check(built(law, says), on=ON).of("K17")]
    assert "the law record LAW-1 is S1, and shown as if it were sure" in told
    assert "there is no law record “LAW-2”" in told


def test_live_every_document_lacks_the_three_reviews_until_it_says_who_when_and_for_what():
    signed = "{state: reviewed, by: Sok Dara, on: 2026-11-20, for: [protection, law, language]}"
    partly = "{state: reviewed, by: Sok Dara, on: 2026-11-20, for: [language]}"
    said = {
        name: [
            p.says
            for p in check(built((S01, "{state: draft}", review)), on=ON, live=True).of("LIVE-REVIEW")
            if p.says.startswith("S01 ")
        ]
        for name, review in (("signed", signed), ("partly", partly), ("draft", "{state: draft }"))
    }
    assert said == {
        "signed": [],
        "partly": ["S01 is not reviewed for protection, law"],
        "draft": ["S01 is not reviewed for protection, law, language"],
    }
