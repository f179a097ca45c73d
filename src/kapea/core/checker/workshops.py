"""K07, K10, K11 and K30 for workshop plans: a group is led safely, practises more than it is lectured, and
nobody in it is asked what happened to them.

What is said in a room is heard by anyone: by a child whose home is the danger, and by whoever harms. So all
of a plan is searched as a page for anybody besides (`CheckContext.in_rooms`); here is what only plans need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.listed_words import ListedWords
from kapea.core.checker.wording import kin_excused
from kapea.core.pack.measure_model import AFTER, ASKED_WHEN, BEFORE, TWICE
from kapea.core.pack.model import Lint, WorkshopPlan
from kapea.core.pack.problem import Problem
from kapea.core.pack.workshop_model import CALM_END, PRACTICE, TALK, WELCOME

LEAST_ADULTS = 2
"""One goes on with the group while the other is with whoever needs somebody; nobody is alone with a child."""
LEAST_SHARE = 3
"""One minute of so many, at least, is for practice and talk: rehearsal keeps, a lecture does not."""
_QUESTION = re.compile(r"[^.!?]*\?")


def plans_whole(case: CheckContext) -> Iterator[Problem]:
    """K11."""
    for id, plan in case.release.workshops.items():
        for says, mend in _lacking(plan):
            yield case.problem("K11", id, f"{id}: {says}", mend)


def _lacking(plan: WorkshopPlan) -> Iterator[tuple[str, str]]:
    """What a plan lacks, and how to mend it."""
    kinds = [part.kind for part in plan.parts]
    total = sum(part.minutes for part in plan.parts)
    done = sum(part.minutes for part in plan.parts if part.kind in (PRACTICE, TALK))
    if total != plan.minutes:
        yield f"its parts take {total} minutes, and it takes {plan.minutes}", "change the minutes of one"
    if [n for n, kind in enumerate(kinds) if kind == WELCOME] != [0]:
        yield "it does not begin safely, once and first", f"make the first part, and no other, `{WELCOME}`"
    if [n for n, kind in enumerate(kinds, 1) if kind == CALM_END] != [len(kinds)]:
        yield "it does not end calmly, once and last", f"make the last part, and no other, `{CALM_END}`"
    if PRACTICE not in kinds:
        yield "nobody practises anything", f"add a part of kind `{PRACTICE}`"
    if done * LEAST_SHARE < plan.minutes:
        yield f"{done} minutes are for practice and talk, of {plan.minutes}", "make it a third, at least"
    if plan.facilitators < LEAST_ADULTS:
        yield "one adult would be alone with the group", f"`facilitators: {LEAST_ADULTS}`, or more"


def measures_asked_fairly(case: CheckContext) -> Iterator[Problem]:
    """K11. What may change in one workshop is asked before and after, the rest once; no item in vain."""
    plans, measures = case.release.workshops, case.release.measures
    for id, plan in plans.items():
        before, after = plan.measured(BEFORE), plan.measured(AFTER)
        for item in dict.fromkeys((*before, *after)):
            asked = (before.count(item), after.count(item))
            if item in measures and asked != (1, int(measures[item].about in TWICE)):
                says = f"{id}: {item} is asked {asked[0]} times before, and {asked[1]} times after"
                mend = "what one knows or can say: once before, once after; the rest: once, before"
                yield case.problem("K11", id, says, mend)
    used = {id for plan in plans.values() for when in (BEFORE, AFTER) for id in plan.measured(when)}
    for id in (id for id in measures if id not in used):
        says, mend = f"no workshop asks {id}", "name it in a plan under `measures:`, or take it out"
        yield case.problem("K11", measures[id].ask, says, mend, severity="warning")


def rooms_ask_in_place(case: CheckContext) -> Iterator[Problem]:
    """K07. A group is asked only what stands under `ask:`, with what it is about; what somebody is to say may
    ask, after a colon.
    """
    for plan in case.release.workshops.values():
        asked = {question.text for part in plan.parts for question in part.ask}
        for text in (text for text in (*plan.said, *plan.for_facilitators) if text not in asked):
            for question in _QUESTION.findall(case.release.texts["en"].get(text, "")):
                if ":" not in question:
                    says = f"this asks something, and is no question of the plan: “{question.strip()}”"
                    mend = "say it without asking; or put it under `ask:`, with `about:`"
                    yield case.problem("K07", text, says, mend)


def no_kin_in_class(case: CheckContext) -> Iterator[Problem]:
    """K10. A relative who is named to a class may be the one who hurts a child in it."""
    excused = kin_excused(case)
    said = dict.fromkeys(_heard_by_classes(case))
    for language in case.release.languages:
        kin = ListedWords((case.release.lint.get(language) or Lint()).kin)
        for text in said if kin else ():
            named = kin.first(case.searched.by_text.get((text, language), ""))
            if named is not None and text not in excused:
                says = f"{language}: a class hears of a relative (“{named}”), and home may be the danger"
                mend = "say “somebody you trust”; or say who, and why, in lint/en.yaml: `otherwise: kin:`"
                yield case.problem("K10", text, says, mend)


def _heard_by_classes(case: CheckContext) -> Iterator[str]:
    """Texts that are said aloud to a class, or to children in a study."""
    for made in (made for made in case.release.instruments.values() if made.reaches_children):
        yield from made.said
    for plan in (plan for plan in case.release.workshops.values() if plan.is_class):
        yield from plan.said
        for when in ASKED_WHEN:
            yield from (t for id in plan.measured(when) for t in case.release.measures[id].texts)


def rooms_shame_nobody(case: CheckContext) -> Iterator[Problem]:
    """K30: no word in a room shames whoever hears it, or a child."""
    for text, language, phrase in case.searched.hits(lambda lint: lint.shames, sorted(case.in_rooms)):
        says, mend = f"{language}: this shames somebody: “{phrase}”", "say what is seen, or what helps next"
        yield case.problem("K30", text, says, mend)
