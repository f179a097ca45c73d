"""What a check found, and what it may claim to have proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kapea.core.pack.problem import Problem

PROVED, TAGGED, REPORTED = "proved", "proved, given reviewed tags and word lists", "reported"

PROPERTIES: dict[str, tuple[str, str]] = {
    "K01": (PROVED, "every target exists and every node is reachable"),
    "K02": (PROVED, "every question has an answer for everything, and two misses lead to a person"),
    "K03": (PROVED, "nothing runs on without a person's tap, and no screen is overfull"),
    "K04": (PROVED, "help, back, stop, language and repeat are one input away"),
    "K05": (PROVED, "a person to call is two inputs away, one where it is red"),
    "K06": (PROVED, "the right contact comes first in the very view that turns red, at every hour"),
    "K07": (
        TAGGED,
        "“I am a machine” and “not kept” come before what is sensitive; what happened is not asked",
    ),
    "K08": (PROVED, "nothing is kept or sent without its own consent"),
    "K09": (TAGGED, "nothing asks for a picture, file or recording"),
    "K10": (TAGGED, "nothing says to tell the parents unless home was answered safe"),
    "K11": (PROVED, "each situation and each workshop has its parts; two taps lead to a first step"),
    "K12": (TAGGED, "no banned term; no means of self-harm to a child"),
    "K13": (PROVED, "every line of every message fits every door, whole, with names, numbers and reasons"),
    "K14": (PROVED, "the default language is complete"),
    "K15": (REPORTED, "what pictures and recordings are missing"),
    "K16": (PROVED, "every service type leads to someone, everywhere and at every hour"),
    "K17": (TAGGED, "nothing legal is said without a law record that is sure enough"),
    "K18": (TAGGED, "every item, number and place in a menu names its sources; what expired is known"),
    "K19": (TAGGED, "names that others may see say nothing"),
    "K20": (PROVED, "nothing goes out without a safe-contact record"),
    "K21": (TAGGED, "nothing an adult reads tells what a child can do here"),
    "K22": (
        PROVED,
        "each question of triage is asked as the catalogue says, in time, and does what the table says; "
        "red leads on to morning",
    ),
    "K23": (PROVED, "whoever is next when nobody answered can be dialled, and was not just tried"),
    "K24": (TAGGED, "nobody near is named as safe unless their own question was answered so"),
    "K25": (PROVED, "what is typed leads to the question about that very danger"),
    "K26": (TAGGED, "what must be said is said, in every language; whatever is shown is searched"),
    "K27": (PROVED, "whatever a pack asks to be done is done by something here"),
    "K28": (TAGGED, "a translation says what its English says, as far as that can be told"),
    "K29": (
        TAGGED,
        "nobody is told to pay, meet, confront, erase first, keep a picture, be silent or settle; "
        "in a workshop nobody plays whoever harms, or tells what they went through",
    ),
    "K30": (TAGGED, "learning shames nobody: reactions are tagged, what closes opens again"),
    "K31": (PROVED, "each way through a practice or a story comes to words to keep"),
    "K32": (PROVED, "whatever is typed leads where somebody can be called, and to no danger unasked"),
    "K33": (REPORTED, "typed words are heard as well as the pack demands, on lines of writers left out"),
    "K34": (TAGGED, "no study asks a child what was done to them; whoever is named as reviewer has signed"),
    "K35": (TAGGED, "a guide of a study fits its ages, is short, and asks nobody who they are"),
    "L01": (PROVED, "sentences are short"),
}


LIVE: dict[str, str] = {
    "LIVE-AUDIO": "urgent words are recorded by a person",
    "LIVE-CONTACT": "every number was dialled by a named person in the last 30 days",
    "LIVE-REVIEW": "every document is reviewed for protection, law and language",
}
"""What only the release gate asks."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check. `places` are nodes with facts; `states` are those with 0 to 2 misses."""

    pack: str
    problems: tuple[Problem, ...]
    places: int = 0
    states: int = 0
    transitions: int = 0
    views: int = 0
    hours: int = 0
    live: bool = False
    release: str = ""
    """The hash of the release that was checked, so that a report speaks for no other."""
    begun: bool = False
    """The pack is only begun: whatever was found, it is not published."""
    waiting: tuple[str, ...] = ()
    """Codes that wait for numbers in such a pack; they are not proved."""
    rests: Mapping[str, str] = field(default_factory=dict)
    """By code, how many phrases of lists and how many tags it rests on, in words."""

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "warning")

    def of(self, code: str) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.code == code)

    def failed(self) -> tuple[str, ...]:
        """The codes that have an error, each once, in order."""
        return tuple(sorted({p.code for p in self.problems if p.severity == "error"}))

    def summary(self) -> str:
        """What was explored, and what holds, in a few lines."""
        counts = Counter(p.severity for p in self.problems)
        head = (
            f"{self.pack}: explored {self.states:,} states ({self.places:,} places, misses 0 to 2), "
            f"{self.transitions:,} transitions, {self.views:,} views, {self.hours} opening situations."
        )
        found = ", ".join(
            f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in ("error", "warning", "note")
        )
        return "\n".join((head, f"{found}.", *self._claims()))

    def _resting(self, code: str) -> str:
        """A code that holds, with how much it rests on."""
        return f"{code} ({self.rests[code]})" if code in self.rests else code

    def _claims(self) -> Iterable[str]:
        failed = {*self.failed(), *self.waiting}
        if not self.places:
            yield "nothing could be explored, so nothing is proved."
            return
        for kind in (PROVED, TAGGED, REPORTED):
            held = [code for code, (how, _) in PROPERTIES.items() if how == kind and code not in failed]
            if held:
                yield f"{kind}: {', '.join(map(self._resting, held))}"
        if self.begun:
            yield "only begun: there is nobody to call, and `kapea publish` refuses it. See README.md there."
        for code in sorted(failed):
            what = (
                PROPERTIES[code][1] if code in PROPERTIES else LIVE.get(code, "the files read without fault")
            )
            yield f"not so: {code} {what}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors first, then by code and place; the same finding once."""
    rank = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (rank[p.severity], p.code, p.place, p.says)))
