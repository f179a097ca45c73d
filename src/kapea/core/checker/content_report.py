"""The report on words: how long, how hard, how many taps; limits that fail; the page with every number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kapea.core.checker.readability import Reading, measure_reading
from kapea.core.checker.situations import TAPS_TO_FIRST_STEP
from kapea.core.checker.tap_distance import Taps, taps
from kapea.core.checker.wording import MOST_FIRST_WORDS
from kapea.core.dialogue.world import World
from kapea.core.languages import known
from kapea.core.languages.phrases import count_words
from kapea.core.pack.model import Release, Situation

TAPS_TO_NUMBER = 0
"""The opening itself names whom to call: whoever has one second needs no tap."""
HEAD = """# Words: how long, how hard, how many taps

Written by `kapea report`; please do not change it by hand. A test fails when it is out of date.

* **longest**, **mean**: words of a sentence. A colon ends one, for a voice pauses there. Khmer counts what
  the word cutter finds.
* **a text**: words of a text, on the mean. **first**: words of the longest first words.
* **grade**: Flesch and Kincaid's school grade of English. It was made for running text; for texts as short as
  ours it compares one with another, and no more. For the other languages we know no widely accepted formula.
* **step**: taps from the opening to the first step, for the audience farthest away. **number**: taps to the
  first view that names a number. **then**: taps on from the first step to a number. All three are walked.

The limits, which `kapea report --check` holds:

"""


@dataclass(frozen=True, slots=True)
class WordingRow:
    """One situation in one language: its words, how many the longest first words are, its taps."""

    situation: str
    language: str
    reading: Reading
    first: int
    taps: Taps


def rows(world: World, *, on: date) -> tuple[WordingRow, ...]:
    """A row for each language and situation of a pack; the hours of the week of `on` decide who is open."""
    walked = taps(world, on=on)
    release = world.release
    return tuple(
        _row(release, situation, language, walked)
        for language in release.languages
        for situation in sorted(release.situations.values(), key=lambda each: each.id)
    )


def _row(
    release: Release, situation: Situation, language: str, walked: dict[tuple[str, str], Taps]
) -> WordingRow:
    words = release.texts[language]
    own = [text for id, text in words.items() if id.startswith(f"{situation.id}.") and "~" not in id]
    firsts = [
        count_words(words[variant.text])
        for voice in situation.voices.values()
        for line in voice.parts.get("first", ())
        for variant in line.say
        if variant.text in words
    ]
    each = [walked[situation.id, who] for who in situation.voices]
    far = Taps(
        _farthest(t.step for t in each),
        _farthest(t.number for t in each),
        _farthest(t.number_after for t in each),
    )
    return WordingRow(situation.id, language, measure_reading(own, language), max(firsts, default=0), far)


def _farthest(each: Iterable[int | None]) -> int | None:
    """The most of some taps; None where one of them is out of reach, or there is none."""
    known = list(each)
    return None if None in known else max((n for n in known if n is not None), default=None)


def over(row: WordingRow) -> Iterator[str]:
    """What of a row is over its limit, each in words."""
    most = known.language(row.language).most_words
    if most and row.reading.longest > most:
        yield f"a sentence has {row.reading.longest} words, and at most {most} are read in one go"
    if row.language == "en" and row.first > MOST_FIRST_WORDS:
        yield f"the first words are {row.first} words: at most {MOST_FIRST_WORDS}"
    if row.taps.step is None or row.taps.step > TAPS_TO_FIRST_STEP:
        yield f"the first step is {_shown(row.taps.step)} taps away: at most {TAPS_TO_FIRST_STEP}"
    if row.taps.number is None or row.taps.number > TAPS_TO_NUMBER:
        yield f"a number to call is {_shown(row.taps.number)} taps away: it stands on the opening"


# --- the page ----------------------------------------------------------------------


def content_report_page(packs: Iterable[tuple[str, tuple[WordingRow, ...]]]) -> str:
    """The report on some packs (name and rows) as Markdown: limits, a table of sums, then every situation."""
    told = list(packs)
    parts = [HEAD + "\n".join(_limits()), "", "\n".join(_sums(told)), ""]
    for name, found in told:
        for language in dict.fromkeys(row.language for row in found):
            own = [row for row in found if row.language == language]
            parts += [f"## {name}: {language}\n", "\n".join(_table(own)), ""]
    return "\n".join(parts)


def _limits() -> Iterator[str]:
    for each in known.LANGUAGES.values():
        if each.most_words:
            yield f"* {each.code}: {each.most_words} words a sentence ({each.words_because})"
        else:
            yield f"* {each.code}: sentences are not counted, for nobody has said how many words are too many"
    yield f"* en: {MOST_FIRST_WORDS} first words (what a frightened person takes in at one look)"
    yield f"* {TAPS_TO_FIRST_STEP} taps to the first step (who you are, what happened)"
    yield f"* {TAPS_TO_NUMBER} taps to a number (the opening names it)"


def _sums(told: list[tuple[str, tuple[WordingRow, ...]]]) -> Iterator[str]:
    yield "| pack | language | texts | words | longest | mean | over the limits |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for name, found in told:
        for language in dict.fromkeys(row.language for row in found):
            own = [row for row in found if row.language == language]
            each = [row.reading for row in own]
            words, sentences = sum(r.words for r in each), sum(r.sentences for r in each)
            mean = words / sentences if sentences else 0.0
            wrong = sum(1 for row in own for _ in over(row))
            texts, longest = sum(r.texts for r in each), max((r.longest for r in each), default=0)
            yield f"| {name} | {language} | {texts} | {words} | {longest} | {mean:.1f} | {wrong} |"


def _table(own: list[WordingRow]) -> Iterator[str]:
    yield "| situation | texts | longest | mean | a text | first | grade | step | number | then |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for row in own:
        said = row.reading
        if not said.texts:
            yield f"| {row.situation} | 0 | not written | | | | | | | |"
            continue
        grade = "" if said.grade is None else f"{said.grade:.1f}"
        walked = " | ".join(_shown(n) for n in (row.taps.step, row.taps.number, row.taps.number_after))
        yield (
            f"| {row.situation} | {said.texts} | {said.longest} | {said.words_a_sentence:.1f} "
            f"| {said.words_a_text:.1f} | {row.first} | {grade} | {walked} |"
        )


def _shown(count: int | None) -> str:
    return "far" if count is None else str(count)
