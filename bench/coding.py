"""What it costs to search coded transcripts, and to make the turns of one to be coded, over many."""

from __future__ import annotations

from functools import partial
from random import Random

from bench import clock
from bench.figures import Section
from bench.steady import steady_random
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.shown_text import ShownText, shown_text, turns_found
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, SpeakerRole, SpokenTurn
from kapea.web.field.coded_turns import parts_of_turn

HOW = """\
500 transcripts of 60 turns, 50,000 segments in all, a code of forty each; words looked for stand in one turn
of fifty. Without opening what is sealed: each text adds the opening of one key to that. “Growth”: what a
segment costs, beside a tenth of the sessions, in one run. The coding page: all turns of one transcript with
a hundred segments cut where they begin and end."""
SESSIONS, TURNS, SEGMENTS = 500, 60, 100
CODES = [f"{family}-{n}" for family in "ABCDEFGH" for n in range(5)]
WORDS = [
    "ក្មេង",
    "friend",
    "school",
    "phone",
    "mother",
    "साथी",
    "river",
    "money",
    "evening",
    "card",
    "tell",
    "fear",
]
RARE = "lantern"


def measure(effort: clock.Effort = clock.USUAL, sessions: int = SESSIONS) -> Section:
    section = Section("Search in coded transcripts, and the coding page", HOW)
    texts = [_text(f"s{n}", steady_random(n)) for n in range(1, sessions + 1)]
    codings = {text.transcript.session: _codings(text, steady_random(1)) for text in texts}
    few = texts[: len(texts) // 10]
    for name, asked in (
        ("words", {"words": RARE}),
        ("a code", {"code": "C-2"}),
        ("words and a code", {"words": RARE, "code": "C-2"}),
    ):
        work = {
            "many": partial(turns_found, texts, codings, **asked),
            "few": partial(turns_found, few, codings, **asked),
        }
        spent = clock.each(work, effort)
        growth = spent["many"] / spent["few"] * len(few) / len(texts)
        section.add(f"{sessions * SEGMENTS:,} segments, {name}", spent["many"], "s", bar=5, aim=1.5)
        section.add(f"{name}: growth", growth, "×", bar=2, aim=1.2)
    page = clock.each({"page": partial(_page, texts[0], codings["s1"])}, effort)["page"]
    section.add("turns of one transcript, 100 segments", page * 1000, "ms", bar=100, aim=20)
    return section


def _page(text: ShownText, codings: tuple[StudyCoding, ...]) -> list[object]:
    shown = text.shown_codings(codings)
    return [parts_of_turn(each, shown) for each in text.turns]


def _text(session: str, random: Random) -> ShownText:
    turns = tuple(SpokenTurn(n, "M", _words(random)) for n in range(1, TURNS + 1))
    speakers = (SessionSpeaker("M", SpeakerRole.MODERATOR),)
    consent = ConsentRegister(seats={}, rows=(), words=frozenset())
    return shown_text(SessionTranscript(session, "km", speakers, turns), consent)


def _words(random: Random) -> str:
    said = [random.choice(WORDS) for _ in range(30)]
    return " ".join([*said, RARE] if random.random() < 0.02 else said)


def _codings(text: ShownText, random: Random) -> tuple[StudyCoding, ...]:
    session, made = text.transcript.session, []
    for number in range(1, SEGMENTS + 1):
        turn = random.choice(text.turns)
        start = turn.words_at + random.randrange(40)
        span = TextSpan(start, start + random.randrange(10, 60))
        made.append(StudyCoding("a", number, session, span, random.choice(CODES), 1))
    return tuple(made)
