"""Person-facing texts of a pack: one sentence, forms of it, or several by who is there."""

from __future__ import annotations

from kapea.core.directory.needs import MESSAGE_LINE
from kapea.core.pack.model import ALPHABET, ALWAYS, Clause, Fact, Mark, Say, Variant, When
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, Reader
from kapea.core.pack.text_forms import FORMS

QUESTIONS = (
    "reader",
    "band",
    "power",
    "danger",
    "marriage",
    "meeting",
    "dying",
    "threat",
    "home",
    "recent",
)
"""What a situation may have a journey ask."""
ABOUT = (
    *QUESTIONS,
    *("who", "urgent", "call", "place", "contact", "consent", "app", "learn", "agree"),
)
"""All that a node may ask about; what happened, or to whose body, is not among it."""
COUNTRY_PARTS = (MESSAGE_LINE,)
"""What a condition may ask the country for, besides the parts of a situation: `has: message-line`."""
GROUPS = {
    "adult": ("who", ("caregiver", "community", "professional")),
    "young": ("who", ("child", "peer")),
}


class Texts:
    """Registers every English text of a pack under an id made of its place."""

    def __init__(self, facts: tuple[Fact, ...], findings: Findings) -> None:
        self.facts, self.findings = facts, findings
        self.country: frozenset[str] = frozenset()
        """Which of COUNTRY_PARTS this country has."""
        self.english: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.marks: dict[str, Mark] = {}
        self.pictures: dict[str, str] = {}
        """By text id, the drawing beside it."""

    def say(self, id: str, item: Item) -> Say:
        """The wordings of a text item; each registered, the first fitting one wins when it is shown."""
        if not isinstance(item.value, dict) or "say" in item.value:
            return (Variant(ALWAYS, self.one(id, item)),)
        out = []
        for selector, inner in item.value.items():
            when = self.selector(selector, inner.place)
            name = id if when == ALWAYS else f"{id}/{selector}"
            out.append(Variant(when, self.one(name, inner)))
        if not out:
            self.findings.add("P02", item.place, "a text with no words", "write a sentence")
        return tuple(out)

    def draw(self, said: Say, picture: str) -> None:
        """Says which drawing stands beside wordings; with none they keep the one they have."""
        self.pictures |= {variant.text: picture for variant in said if picture}

    def one(self, id: str, item: Item) -> str:
        """Registers one wording and its forms; returns its id."""
        self.places[id] = item.place
        if isinstance(item.value, dict):
            self._forms(id, item)
        elif isinstance(item.value, str) and item.value.strip():
            self.english[id] = item.value.strip()
        else:
            self.findings.add("P02", item.place, "a text is a sentence", "put it in quotes")
            self.english[id] = ""
        return id

    def _forms(self, id: str, item: Item) -> None:
        reader = Reader(item, self.findings, "a text")
        self.english[id] = reader.text("say", required=True).strip()
        for form in FORMS:
            if reader.has(form):
                self.english[f"{id}~{form}"] = reader.text(form).strip()
                self.places[f"{id}~{form}"] = item.value[form].place
        tells = reader.one_of("tells", ("", "home"), "")
        self.marks[id] = Mark(law=reader.words("law"), tells=tells, menu=reader.words("menu"))
        if reader.has("picture"):
            self.pictures[id] = reader.text("picture")
        reader.done()

    # --- who a wording is for -------------------------------------------------

    def selector(self, words: str, place: Place) -> When:
        """`child 9-11 home=safe` as a condition; unknown words are P03."""
        if words == "any":
            return ALWAYS
        clauses = tuple(c for w in words.split() if (c := self._word(w, place)) is not None)
        return When(only=clauses)

    def _word(self, word: str, place: Place) -> Clause | None:
        if word in GROUPS:
            fact, values = GROUPS[word]
            return self.clause(fact, values, place)
        if "=" in word:
            fact, value = word.split("=", 1)
            return self.clause(fact, (value,), place)
        owners = [f for f in self.facts if word in f.values and f.name != "situation"]
        if len(owners) == 1:
            return self.clause(owners[0].name, (word,), place)
        says = f"“{word}” is no value of any fact" if not owners else f"“{word}” is a value of several facts"
        self.findings.add("P03", place, says, "write fact=value, e.g. home=safe")
        return None

    def clause(self, fact: str, values: tuple[str, ...], place: Place) -> Clause | None:
        for at, known in enumerate(self.facts):
            if known.name == fact:
                wrong = [v for v in values if v not in known.values]
                if wrong:
                    self.findings.add(
                        "P03", place, f"{fact} has no value “{wrong[0]}”", "one of " + ", ".join(known.values)
                    )
                    return None
                return Clause(at=at, codes="".join(ALPHABET[known.values.index(v)] for v in values))
        self.findings.add("P03", place, f"no journey knows a fact “{fact}”", "declare it under facts:")
        return None

    def condition(self, only: Item | None, unless: Item | None) -> When:
        """`only: {who: child, asks: dying}` and `unless: {…}` as one condition."""
        when = When(only=self._clauses(only), unless=self._clauses(unless))
        return ALWAYS if when == ALWAYS else when  # the very one: it is known by identity while walking

    def _clauses(self, item: Item | None) -> tuple[Clause, ...]:
        if item is None:
            return ()
        if not isinstance(item.value, dict):
            self.findings.add("P02", item.place, "a condition is a mapping", "e.g. {who: child}")
            return ()
        out = []
        for key, inner in item.value.items():
            values = _values(inner)
            if key == "has":
                out += [self._part(value) for value in values]
            elif key == "asks":
                out += [Clause(has=f"asks.{question}") for question in self._asked(values, inner.place)]
            elif (clause := self.clause(key, values, inner.place)) is not None:
                out.append(clause)
        return tuple(out)

    def _part(self, part: str) -> Clause:
        """A part of the situation there; or of the country, the same for everybody and so settled here."""
        if part not in COUNTRY_PARTS or not self.facts:
            return Clause(has=part)
        return Clause(at=0, codes=ALPHABET[: len(self.facts[0].values)] if part in self.country else "")

    def _asked(self, questions: tuple[str, ...], place: Place) -> tuple[str, ...]:
        """Questions that a situation may ask; a node for any other would never be met, and nobody told."""
        for question in questions:
            if question not in QUESTIONS:
                says, mend = f"`asks`: “{question}” is not known", f"one of {', '.join(QUESTIONS)}"
                self.findings.add("P03", place, says, mend)
        return questions


def _values(item: Item) -> tuple[str, ...]:
    if isinstance(item.value, list):
        return tuple(str(v.value) for v in item.value)
    return (str(item.value),)
