"""The release gate: what stands between a pack that checks and one that may meet a child.

One line a number or document.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker import needed_recordings
from kapea.core.checker.context import CheckContext
from kapea.core.directory.trust import live_gaps
from kapea.core.pack.model import Upkeep
from kapea.core.pack.problem import Problem

NAMED = 3
REVIEWS = ("protection", "law", "language")


def gate(case: CheckContext) -> Iterator[Problem]:
    """Everything `--live` refuses beyond the properties themselves (K14 and K18 are stricter there too)."""
    yield from _numbers(case)
    for id, kept in case.release.upkeep.items():
        yield from _reviewed(case, id, kept, REVIEWS)
    for id, law in case.release.law.items():
        yield from _reviewed(case, id, law.upkeep, ("law",))
    yield from _unreviewable(case)
    yield from _recordings(case)


def _numbers(case: CheckContext) -> Iterator[Problem]:
    for id, service in case.release.directory.services.items():
        for gap in live_gaps(service, case.on):
            if gap.kind != "expired":
                mend = "dial it, and write verified_by and verified_on" if gap.number else "confirm it"
                yield case.problem("LIVE-CONTACT", id, f"{id}: {gap.says}", mend)


def _reviewed(case: CheckContext, id: str, kept: Upkeep, wanted: tuple[str, ...]) -> Iterator[Problem]:
    done = kept.reviewed_for if kept.state == "reviewed" and kept.by and kept.on else ()
    missing = [what for what in wanted if what not in done]
    if missing:
        says = f"{id} is not reviewed for {', '.join(missing)}"
        mend = "review: {state: reviewed, by: …, on: …, for: [protection, law, language]}"
        yield case.problem("LIVE-REVIEW", id, says, mend)


def _unreviewable(case: CheckContext) -> Iterator[Problem]:
    """Files with words for people in which nothing can say that somebody has read them."""
    kept = {case.place_of(id).file for id in (*case.release.upkeep, *case.release.law)}
    files: dict[str, str] = {}
    for text in case.english:
        file = case.place_of(text).file
        if file not in kept:
            files.setdefault(file, text)
    if files:
        says = f"nothing says that anybody has read the words of {', '.join(sorted(files))}"
        mend = "have them read, and keep the record of it; these files have no `review:` yet"
        yield case.problem("LIVE-REVIEW", next(iter(files.values())), says, mend)


def _recordings(case: CheckContext) -> Iterator[Problem]:
    """Urgent words are heard, not only read: each text of a red view needs a person's recording."""
    red = needed_recordings.red(case)
    for language in case.release.languages:
        lacking = [text for text in needed_recordings.missing_by_language(case, language) if text in red]
        if lacking:
            more = " …" if len(lacking) > NAMED else ""
            says = f"{language}: {len(lacking)} urgent texts have no recording by a person "
            yield case.problem(
                "LIVE-AUDIO",
                lacking[0],
                f"{says}({', '.join(lacking[:NAMED])}{more})",
                f"kapea recordings sheet {case.release.id} --language {language}: they stand first",
            )
