"""How much rests on word lists: how long each must be at least, and how long it is, for the report.

A list that was emptied finds nothing, and a property that rests on it would be proved of nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kapea.core.checker.context import CheckContext
from kapea.core.checker.translations import MENDS
from kapea.core.pack.model import Lint, Release, RoomQuestion
from kapea.core.pack.parse.word_lists import IDENTIFIES, IN_ROOMS, OWN_HARM, list_place
from kapea.core.pack.problem import Place, Problem, Severity

LEAST: Mapping[str, tuple[tuple[str, int], ...]] = {
    "K09": (("media", 30),),
    "K10": (("tells_home", 40), ("kin", 12)),
    "K12": (("banned", 40), ("methods", 30)),
    "K17": (("legal", 25),),
    "K19": (("revealing", 20),),
    "K21": (("reveals", 30),),
    "K28": (("negations", 5),),
    "K29": (("advice", 40), ("police", 1)),
    "K30": (("shames", 20),),
    "K34": (),
    "K35": (),
}
"""By property the lists of each language that it rests on, and the fewest phrases of each: what a list has
once a native speaker went through what must not be said.
"""
FOR_ROOMS = tuple((f"advice.{kind}", 8) for kind in IN_ROOMS)
"""The lists of K29 that workshops rest on, and the fewest ways of each."""
FOR_STUDIES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "K34": ((f"not_asked.{OWN_HARM}", 10),),
    "K35": ((f"not_asked.{IDENTIFIES}", 10),),
}
"""The lists that studies rest on, and the fewest ways of each."""
ENGLISH_ONLY: Mapping[str, tuple[tuple[str, int], ...]] = {"K18": (("menus", 40),)}
"""Those that look at the English alone: a translation follows it."""


def lists_long_enough(case: CheckContext) -> Iterator[Problem]:
    """Of every property that rests on lists: what it rests on is there."""
    for language in case.release.languages:
        lint = case.release.lint.get(language) or Lint()
        for code, lists in _of(language).items():
            if code == "K30" and not (case.release.units or case.release.workshops):
                continue
            rooms = FOR_ROOMS if code == "K29" and case.release.workshops else ()
            for name, least in (*lists, *rooms, *_of_studies(case.release, code)):
                if (has := _length(lint, name)) < least:
                    says = f"{language}: the list `{name}` has {has} phrases, and {least} are the least"
                    mend = f"a native speaker fills `{name}` in lint/{language}.yaml"
                    lacking = Place(f"{case.release.id}/lint/{language}.yaml", key=name)
                    place = case.places.get(list_place("lint", language), lacking)
                    yield case.problem(code, place, says, mend, severity=severity_of_lack(case, language))


def _of_studies(release: Release, code: str) -> tuple[tuple[str, int], ...]:
    """The lists that K34 and K35 rest on where there is a study; what there is none of needs none."""
    return FOR_STUDIES.get(code, ()) if release.instruments else ()


def severity_of_lack(case: CheckContext, language: str) -> Severity:
    """As with words that are not translated: only the default language must be complete before it is live."""
    needed = language in ("en", case.release.default_language) or case.live
    return "error" if needed else "warning"


def _of(language: str) -> Mapping[str, tuple[tuple[str, int], ...]]:
    return {**LEAST, **ENGLISH_ONLY} if language == "en" else LEAST


def _length(lint: Lint, name: str) -> int:
    """How long a list is; `advice.play`: of one kind of advice alone."""
    list_name, _, kind = name.partition(".")
    listed = getattr(lint, list_name)
    if list_name in ("advice", "not_asked"):
        each = [way for of, ways in listed.items() if kind in ("", of) for way in ways]
    else:
        each = list(listed)
    return sum(1 for phrase in each if phrase.strip())


def sizes(release: Release) -> dict[str, str]:
    """By property what it rests on in a release, in words: phrases of each language, tags, the catalogue."""
    told: dict[str, list[str]] = {}
    for language in release.languages:
        lint = release.lint.get(language) or Lint()
        for code, lists in _of(language).items():
            count = sum(_length(lint, name) for name, _ in (*lists, *_of_studies(release, code)))
            if not count and code in FOR_STUDIES:
                continue
            told.setdefault(code, []).append(f"{count} {language}")
    for language in release.languages:
        held = (release.lint.get(language) or Lint()).protected.values()
        told.setdefault("K26", []).append(f"{sum(map(len, held))} {language}")
    for code, count in _tags(release).items():
        told.setdefault(code, []).append(f"{count} tags")
    told["K22"] = [f"{len(release.demands)} situations in the catalogue"]
    for code, count in _excused(release).items():
        told.setdefault(code, []).append(f"{count} excused")
    return {code: " ".join(each) for code, each in told.items()}


def _tags(release: Release) -> dict[str, int]:
    marks = release.marks.values()
    return {
        "K07": sum(1 for node in release.nodes if node.about) + len(_asked_in_rooms(release)),
        "K10": sum(1 for mark in marks if mark.tells),
        "K17": sum(1 for mark in marks if mark.law),
        "K18": sum(1 for mark in marks if mark.menu),
        "K24": sum(1 for mark in marks if "tell" in mark.act),
        "K29": sum(1 for mark in marks if mark.act),
        "K30": sum(1 for node in release.nodes if node.reaction),
    }


def _asked_in_rooms(release: Release) -> list[RoomQuestion]:
    return [each for plan in release.workshops.values() for part in plan.parts for each in part.ask]


def _excused(release: Release) -> dict[str, int]:
    """Texts that somebody looked at and named, with a reason."""
    lists = [release.lint[spoken].otherwise for spoken in release.languages if spoken in release.lint]
    kinds = {"K10": ("kin",), "K28": tuple(MENDS), "K29": ("advice", "police")}
    return {
        code: sum(len(each.get(kind, {})) for each in lists for kind in some) for code, some in kinds.items()
    }
