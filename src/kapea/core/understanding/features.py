"""What is looked at in typed words: words, pairs of them, letters that stand together, and how they sound.

The same features are counted when the numbers are learnt and when somebody writes. Spelling matters little:
letters that are drawn out, digits for letters, and many ways to write a sound come to the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kapea.core.understanding.spelling import spelled

MOST_LETTERS = 400
"""Letters of what was typed that are looked at: more would only be slow."""
LETTERS = (2, 3, 4)
"""Numbers of letters that are looked at together, inside a word and at its ends."""
SYLLABLES = (1, 2, 3, 4)
"""The same where words are not parted by spaces: syllables, as they are written."""
FEWEST_LETTERS = 2
"""Letters that a word has which tells something."""
KINDS_OF_FEATURE = {
    "w": "word",
    "p": "two words",
    "s": "two words with one between",
    "l": "letters",
    "k": "syllables",
    "f": "word, as it sounds",
    "g": "two words, as they sound",
    "c": "consonants of a word",
    "n": "length",
}
_FOR_LETTERS = str.maketrans("0134578", "oieastb")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        *((letters, letters[0]) for letters in ("ph", "bh", "kh", "gh", "chh", "ch", "jh", "th", "dh", "sh")),
        *zip(("z", "x", "q", "ck", "w", "f", "y"), "jckkvpi", strict=True),
        (r"[ei]e+|ii+|ea", "i"),
        (r"oo+|uu+|ou", "u"),
        (r"aa+", "a"),
        (r"ai|ei", "e"),
        (r"au|ao", "o"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)a$", ""),
    )
)
"""Ways to write a sound in Latin letters, and the one that stands for all of them."""
_TABLE = (
    "क k ख kh ग g घ gh ङ n च c छ ch ज j झ jh ञ n ट t ठ th ड d ढ dh ण n त t थ th द d ध dh न n प p "
    "फ ph ब b भ bh म m य y र r ल l व v श s ष s स s ह h अ a आ a इ i ई i उ u ऊ u ए e ऐ e ओ o औ o "
    "ऋ ri \u093e a \u093f i \u0940 i \u0941 u \u0942 u \u0947 e \u0948 e \u094b o \u094c o "
    "\u0943 ri \u0902 n \u0901 - \u0903 - \u093c - \u094d - ० 0 १ 1 २ 2 ३ 3 ४ 4 ५ 5 ६ 6 ७ 7 ८ 8 "
    "९ 9"
)
"""Letters of Devanagari, each with how it sounds; a sign that is not heard has a dash."""
_PARTS = _TABLE.split()
_DEVANAGARI = {letter: sound.strip("-") for letter, sound in zip(_PARTS[::2], _PARTS[1::2], strict=True)}
_DEVANAGARI_LETTER = re.compile(r"[\u0904-\u0939]")
_BARE_CONSONANT = re.compile(r"([\u0915-\u0939]\u093c?)(?=[\u0904-\u0939\u0902])")
"""A consonant that is followed by neither a vowel nor the end of the word: an *a* is spoken after it."""
_VOWELS = re.compile(r"(?<=.)[aeiouy]+")
_UNSPACED_RUN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_SYLLABLE = r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3])*[\u17b4-\u17d1\u17d3\u17dd]*"
_KHMER_SYLLABLE = re.compile(f"{_SYLLABLE}|.")
_TWO_SYLLABLES = re.compile(f"(?:{_SYLLABLE}){{2}}")


def features(words: str) -> list[str]:
    """The features of typed words, each once, in order: a letter for its kind, then what stands there."""
    text = spelled(words)[:MOST_LETTERS]
    return list(dict.fromkeys(_all(text)))


def is_telling(feature: str) -> bool:
    """Whether a feature is a word, or two syllables that may be one: letters alone stand in any nonsense."""
    if feature[0] == "k":
        return _TWO_SYLLABLES.fullmatch(feature, 1) is not None
    return feature[0] in "wf" and len(feature) > FEWEST_LETTERS


def in_latin(word: str) -> str:
    """A word of Devanagari letter by letter in Latin ones; any other as it is."""
    if not _DEVANAGARI_LETTER.search(word):
        return word
    spoken = _BARE_CONSONANT.sub(r"\1a", word)
    return "".join(_DEVANAGARI.get(letter, letter) for letter in spoken)


def _all(text: str) -> Iterator[str]:
    spaced = _UNSPACED_RUN.sub(" ", text).split()
    yield from _of_words(spaced)
    for run in _UNSPACED_RUN.findall(text):
        yield from _of_syllables(_KHMER_SYLLABLE.findall(run))
    yield f"n{min(len(text) // 12, 9)}"


def _of_words(words: list[str]) -> Iterator[str]:
    sounds = [sound(word) for word in words]
    for word, sounded in zip(words, sounds, strict=True):
        yield f"w{word}"
        yield from _letters(f" {word} ")
        yield f"f{sounded}"
        if len(bare := _VOWELS.sub("", sounded)) > 1:
            yield f"c{bare}"
    for at in range(len(words) - 1):
        yield f"p{words[at]} {words[at + 1]}"
        yield f"g{sounds[at]} {sounds[at + 1]}"
    for at in range(len(words) - 2):
        yield f"s{sounds[at]} {sounds[at + 2]}"


def _letters(word: str) -> Iterator[str]:
    for n in LETTERS:
        for at in range(len(word) - n + 1):
            yield f"l{word[at : at + n]}"


def _of_syllables(syllables: list[str]) -> Iterator[str]:
    for n in SYLLABLES:
        for at in range(len(syllables) - n + 1):
            yield f"k{''.join(syllables[at : at + n])}"
    for at in range(len(syllables) - 2):
        yield f"s{syllables[at]} {syllables[at + 2]}"


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A word as it sounds, roughly: people write the same sounds in Latin letters each their own way, and in
    Devanagari.
    """
    out = word if word.isdigit() else in_latin(word).translate(_FOR_LETTERS)
    for pattern, one in _SOUNDS:
        out = pattern.sub(one, out)
    return out
