"""K29 by what steps make a person do: nothing is blocked or left for good before it is written down.

It rests on `act:`, which a reviewer signs: a step that blocks and does not say so is for word lists to find.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.pack.model import Mark, Voice
from kapea.core.pack.problem import Problem

KEPT = ("write", "report")
"""Names and times are on paper, or with whoever can act on them."""
GONE = ("block", "leave")
"""What cannot be seen again: who wrote, or the group it was in. To go away from a screen is to leave as well,
so `leave` counts only in a step that also writes or reports.
"""


def written_before_gone(case: CheckContext) -> Iterator[Problem]:
    """K29."""
    for situation in case.release.situations.values():
        for who, voice in situation.voices.items():
            for text, says in _too_early(case, voice):
                mend = "put `write` first, in its words and in `act:`; block, erase and leave come after"
                at = case.seen.place(text, (who,))
                yield case.problem("K29", text, f"{situation.id} for {who}: {says}", mend, at=at)


def _too_early(case: CheckContext, voice: Voice) -> Iterator[tuple[str, str]]:
    """Wordings of steps in which something is gone too early, and what is wrong with each."""
    written, marks = False, case.release.marks
    steps = sorted(part for part in voice.parts if part.startswith("step."))
    for part in steps:
        acts = {v.text: marks.get(v.text, Mark()).act for line in voice.parts[part] for v in line.say}
        for text, each in acts.items():
            before = each[: each.index("block")] if "block" in each else ()
            if "block" in each and not written and "write" not in before:
                yield text, "somebody is blocked before anything is written down"
            elif any(act in each for act in KEPT) and _gone_first(each):
                yield text, "this is left before it is written down or reported"
        written = written or (bool(acts) and all("write" in each for each in acts.values()))


def _gone_first(acts: tuple[str, ...]) -> bool:
    gone = min((acts.index(act) for act in GONE if act in acts), default=len(acts))
    return gone < min(acts.index(act) for act in KEPT if act in acts)
