"""K34 and K35: no study asks a child what was done to them, or anybody who they are; guides fit their ages.

A question is asked by two people who have no way to help with what it opens. So whoever writes one says that
it asks for no harm of one's own (`own-harm: no`), and words are searched besides: the two must agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.pack.instrument_model import (
    CHILDREN,
    FOR_GROWN_UPS,
    GROUP,
    GUIDE,
    LOW,
    MOST_QUESTIONS,
    SHEET,
    Instrument,
)
from kapea.core.pack.model import Lint
from kapea.core.pack.parse.instruments import ORIGINAL
from kapea.core.pack.parse.word_lists import IDENTIFIES, OWN_HARM
from kapea.core.pack.problem import Problem
from kapea.core.understanding.flags import Ways
from kapea.core.understanding.spelling import spelled

PROTECTION = "protection"
"""What a document is reviewed for when somebody read it to protect children."""
MOST_MINUTES_OF: dict[str, int] = {"9-11": 45, "12-14": 60, "15-17": 75}
"""For how long a group of an age sits."""
RECOUNT, NOTES = "recount", "notes"
Fault = tuple[str, str, str]
"""Where it stands, what is wrong, how to mend it."""


def no_own_harm_asked(case: CheckContext) -> Iterator[Problem]:
    """K34."""
    for made in case.release.instruments.values():
        if made.reaches_children:
            for where, says, mend in (*_own_harm_open(made), *_never_claimed(case, made)):
                yield case.problem("K34", where, f"{made.id}: {says}", mend)
            yield from _asks_own_harm(case, made)
            if not made.protection_reviewer and not case.live:
                says = f"{made.id} is a draft: nobody has read it to protect children"
                yield case.problem("K34", made.id, says, "a protection reviewer signs it", severity="note")


def _own_harm_open(made: Instrument) -> Iterator[Fault]:
    for asked in made.questions:
        if asked.own_harm is not False:
            yield (
                asked.text,
                f"{asked.id} asks a child about harm of their own, or does not say that it does not",
                "ask about the story or about children here, and write `own-harm: no`",
            )


def _never_claimed(case: CheckContext, made: Instrument) -> Iterator[Fault]:
    """Whoever is named has signed the document for protection; before it meets anybody somebody has."""
    kept = case.release.upkeep.get(made.id)
    signed = kept is not None and kept.is_reviewed and PROTECTION in kept.reviewed_for
    if made.protection_reviewer and not (signed and kept is not None and kept.by == made.protection_reviewer):
        says = (
            f"{made.protection_reviewer} is named as its protection reviewer, and has signed no review of it"
        )
        yield (
            made.id,
            says,
            "write `protection-reviewer: null`, or the review: by the same, for: [protection]",
        )
    if case.live and not made.protection_reviewer:
        yield made.id, "nobody has read it to protect children", "name who did under `protection-reviewer`"


def _asks_own_harm(case: CheckContext, made: Instrument) -> Iterator[Problem]:
    """Ways to ask it stand in a list of each language; what a group in a workshop is not asked is among them.
    No `no` excuses them: “did nobody touch you?” asks it too.
    """
    mend = "ask about somebody made up, or about children here; say who listens afterwards"
    for where, language, said in _said_of(case, made.said, OWN_HARM):
        says = f"{made.id}, {language}: this asks a child what was done to them: “{said}”"
        yield case.problem("K34", where, says, mend)


def _said_of(case: CheckContext, texts: tuple[str, ...], kind: str) -> Iterator[Fault]:
    """Each text that asks what is not asked: its id, the language, and the words."""
    for language in case.release.languages:
        lint, english = (case.release.lint.get(each) or Lint() for each in (language, "en"))
        listed = (*lint.not_asked.get(kind, ()), *english.not_asked.get(kind, ()))
        more = lint.advice.get(RECOUNT, ()) if kind == OWN_HARM else ()
        ways = Ways((*listed, *more))
        for text in texts:
            words = spelled(case.release.texts.get(language, {}).get(text, ""))
            if (found := next(ways.found(words), None)) is not None:
                yield text, language, found[1].group()


def instruments_fit(case: CheckContext) -> Iterator[Problem]:
    """K35."""
    for made in case.release.instruments.values():
        for where, says, mend in (*_guide_faults(made), *_question_faults(case, made)):
            yield case.problem("K35", where, f"{made.id}: {says}", mend)
        asked = tuple(question.text for question in made.questions)
        typed = tuple(_typed(made))
        for where, language, said in _said_of(case, (*asked, *typed), IDENTIFIES):
            says = f"{made.id}, {language}: this asks who somebody is, or for a picture: “{said}”"
            yield case.problem(
                "K35", where, says, "leave it out: a seat is a number, and nothing shows a face"
            )


def _typed(made: Instrument) -> Iterator[str]:
    """The names of what is typed into a sheet; its notes say what is not."""
    for section, lines in made.lines.items() if made.kind == SHEET else ():
        yield from lines.values() if section != NOTES else ()


def _guide_faults(made: Instrument) -> Iterator[Fault]:
    if made.kind != GUIDE:
        return
    count, bands = len(made.questions), made.bands
    if count > MOST_QUESTIONS:
        yield made.id, f"it asks {count} questions", f"keep {MOST_QUESTIONS} at most; 8 are ideal"
    if len(bands) > 1 or (made.audience == CHILDREN and made.held != GROUP):
        says = "it is for more than one age band, or for a child alone"
        yield made.id, says, "one guide for each age band, `held: group`: ages never sit together"
    if len(bands) == 1 and made.minutes > MOST_MINUTES_OF[bands[0]]:
        most = MOST_MINUTES_OF[bands[0]]
        yield made.id, f"{made.minutes} minutes at the age of {bands[0]}", f"{most} at most"
    if made.audience == CHILDREN and not made.story:
        yield made.id, "it has no story, so it could only be about those in the room", "write `story:`"
    if made.questions and made.questions[0].risk != LOW:
        yield made.questions[0].text, "it begins with what is heavy", "begin with a question of `risk: low`"


def _question_faults(case: CheckContext, made: Instrument) -> Iterator[Fault]:
    for text in made.story:
        if "?" in case.release.texts["en"].get(text, ""):
            yield text, "a story asks nothing", "tell it; ask under `questions:`"
    for asked in made.questions:
        if asked.written != ORIGINAL and asked.written not in case.release.known_sources:
            says = f"the question {asked.id} comes from “{asked.written}”, which is not listed"
            yield asked.text, says, f"write `source: {ORIGINAL}`, or the source in sources.yaml"
        if made.audience == CHILDREN and (grown_up := FOR_GROWN_UPS.intersection(asked.probes)):
            says = f"the question {asked.id} is asked on with “{min(grown_up)}”: a child has no case"
            yield asked.text, says, "take it out of `probes`"
