"""What a translator is told of each text: where it is met, who reads it, its limit, picture and terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kapea.core.authoring.glossary import Term
from kapea.core.doors.limits import LABEL, PROMPT_SECONDS
from kapea.core.pack.model import Line, Node, Release, Say, Voice

TO_LEADERS = re.compile(r"^(told-here|upset)\.")
"""Blocks for whoever leads a group: `child` there says that the group is a class, not who is spoken to."""
MEETS = (
    (TO_LEADERS, "for whoever leads a group; what stands after a colon is said to somebody"),
    (re.compile(r"^begin\."), "said aloud to a group before it begins: spoken, warm, promising nothing"),
    (re.compile(r"^[^.]+\.\d+\.say\.\d+$"), "said aloud to a group by whoever leads it: spoken, short, warm"),
    (
        re.compile(r"^[^.]+\.\d+\.ask\.\d+$"),
        "asked of a group, about people who are made up; nobody is asked what happened to them",
    ),
    (
        re.compile(r"^[^.]+\.\d+\.pressure\.\d+$"),
        "a hard line of somebody made up, which only the facilitator says in practice",
    ),
    (
        re.compile(r"^[^.]+\.(\d+\.(do|without-reading)|led-by|seating|(bring|after)\.\d+)$"),
        "for whoever leads a group: what to do, not said aloud",
    ),
    (re.compile(r"^measure\."), "asked of a group, answered with a card or a hand; spoken, short"),
    (re.compile(r"^answer\."), "what a card means that people hold up: a word or two"),
    (re.compile(r"^study-[a-z0-9-]+\.ask\."), "asked of a group or a person in a study: open, spoken, short"),
    (
        re.compile(r"^study-[a-z0-9-]+\.story\."),
        "told to children; the name is made up, take one that a girl and a boy may have",
    ),
    (re.compile(r"^study-cards\."), "what a card may mean to begin with, or how staff take care with it"),
    (re.compile(r"^study-words\.distress\."), "for staff of a study: what to do, not said aloud"),
    (re.compile(r"^study-words\."), "said aloud in a study, before or after the questions: spoken, warm"),
    (re.compile(r"^study-sheet\."), "a word of a form that staff fill in after a session"),
    (re.compile(r"\.title(~short|/|$)"), "a tile or heading a person taps: what they come with"),
    (re.compile(r"\.first(/|$)"), "the first words someone frightened reads: warm, one breath"),
    (re.compile(r"\.step\.\d+\.do"), "one thing the person does now: begin with the verb"),
    (re.compile(r"\.why(/|$)"), "shown only when the person asks why"),
    (re.compile(r"\.stuck\.\d+\.say"), "an answer the person taps"),
    (re.compile(r"\.stuck\.\d+\.then"), "what we say back: warm, never blaming"),
    (re.compile(r"\.say(/|~|$)"), "what the person can say on the phone"),
    (re.compile(r"\.after\.\d+"), "what to do later"),
    (re.compile(r"\.q-"), "a question with yes, no, not sure"),
    (re.compile(r"^help\.red-"), "read in danger, beside the numbers to call: calm, very short"),
    (re.compile(r"^type\."), "the kind of help, above its name and number"),
    (re.compile(r"^service\..+\.name"), "a name: keep it as the organisation writes it in your language"),
    (re.compile(r"^service\..+\.does"), "what the service does, under its name"),
    (re.compile(r"^service\..+\.address"), "a place people go to"),
    (re.compile(r"^area\."), "the official name of a place"),
    (re.compile(r"^word\.language-"), "the name of a language, written in that language"),
    (re.compile(r"^word\.reason-"), "why a service is named: a few words after its number"),
    (re.compile(r"^word\.note-"), "said when an answer was not understood: kind, never a fault of theirs"),
    (
        re.compile(r"^word\.check-"),
        "a thing that also stands as a drawing: one everyday word, unlike the others",
    ),
    (re.compile(r"^word\.print-"), "on a printed paper, or on the page that offers it"),
    (re.compile(r"^word\.cards-"), "on a phone of their own, for grown-ups of a group who answer with cards"),
    (re.compile(r"^word\.workshop-"), "on cards for whoever leads a workshop, and in what a school is given"),
    (re.compile(r"^word\.page-"), "the title of a page: others may see it, so it says nothing"),
    (
        re.compile(r"^duty_to_report\."),
        "for staff only, what the law may ask of them; never said to a child",
    ),
    (re.compile(r"^word\."), "a word of the screen"),
    (re.compile(r"^A5\."), "one thing to leave, and what to do instead"),
    (re.compile(r"^A3\."), "one thing to write down"),
    (re.compile(r"^[a-z-]+\.who-"), "an answer: who is speaking"),
)
READERS = {
    "child": "spoken to a child or teen",
    "peer": "spoken to a young friend of the child",
    "caregiver": "spoken to a parent, grandparent or carer",
    "community": "spoken to a teacher, monk, nun or local leader",
    "professional": "spoken to someone whose work is with children",
    "young": "spoken to a child or a young friend",
    "adult": "spoken to an adult",
}
ONLY = {
    "9-11": "only where the child is 9 to 11",
    "12-14": "only where the child is 12 to 14",
    "15-17": "only where the child is 15 to 17",
    "safe": "only where home was answered safe",
    "home=safe": "only where home was answered safe",
}


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known besides the words: terms of the glossary, and the picture beside a text, by its id."""

    terms: tuple[Term, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)

    def of(self, id: str, words: str, language: str) -> list[str]:
        """The comment lines for one text; `language` is empty for a template."""
        out = [*_met(id), *_limits(id, words)]
        if picture := self.pictures.get(id.split("~")[0]):
            out.append(f"picture beside it: pictures/{picture}.svg")
        return out + [term.in_language(language) for term in self.terms if term.occurs(words)]


def _met(id: str) -> Iterator[str]:
    base = id.split("~")[0]
    yield from [says for pattern, says in MEETS if pattern.search(base)][:1]
    words = re.split(r"[./ ]", base) if not TO_LEADERS.search(base) else []
    yield from [says for who, says in READERS.items() if who in words][:1]
    yield from (says for word, says in ONLY.items() if word in words)


def _limits(id: str, words: str) -> Iterator[str]:
    if id.endswith("~short"):
        yield f"short form: a button, at most {LABEL} characters"
    if id.endswith("~spoken"):
        yield f"spoken form: read aloud by a voice, at most {PROMPT_SECONDS} seconds"
    if "{" in words:
        yield "the program fills in what stands in { }: keep it as it is"


def pictures_of_texts(release: Release) -> dict[str, str]:
    """Text id to the picture that stands beside it, for every text that has one."""
    out = dict(release.signs)
    for situation in release.situations.values():
        for voice in situation.voices.values():
            out |= _of_voice(voice)
    for block in release.blocks.values():
        out |= _beside(block.title, block.picture)
    for node in release.nodes:
        out |= _of_node(node)
    return out


def _of_voice(voice: Voice) -> dict[str, str]:
    out = _beside(voice.title, voice.picture)
    for lines in voice.parts.values():
        for line in lines:
            out |= _beside(line.say, line.picture)
    return out


def _of_node(node: Node) -> dict[str, str]:
    lines: list[Line] = [show.line for show in node.show if show.line is not None]
    out: dict[str, str] = {}
    for line in (*lines, *((node.ask,) if node.ask else ())):
        out |= _beside(line.say, line.picture or node.picture)
    for choice in node.choices:
        out |= _beside(choice.say, choice.picture)
    return out


def _beside(say: Say, picture: str) -> dict[str, str]:
    return {variant.text: picture for variant in say} if picture else {}
