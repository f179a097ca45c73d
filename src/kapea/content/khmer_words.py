"""Where Khmer words end, by the model of khmercut.

What the model looks at is put together here and not there, as lists and each kind once: cutting words is the
larger part of building a Khmer pack, and this halves it. A test holds the two against each other.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_LETTERS = re.compile(r"[\u1780-\u17dd]+")


def cut_words(run: str) -> tuple[str, ...]:
    """The words of a run of Khmer letters."""
    clusters = _clusters(run)
    if len(clusters) < 2:
        return tuple(clusters)
    words: list[str] = []
    for cluster, tag in zip(clusters, _library().load().tag(_looked_at(clusters)), strict=True):
        if tag == "1" or not words:
            words.append(cluster)
        else:
            words[-1] += cluster
    return tuple(words)


@cache
def _library() -> Any:
    """The word cutter, loaded when it is first needed: a server that only serves never needs it."""
    import khmercut

    return khmercut


def _clusters(run: str) -> list[str]:
    """Letters with the signs that hang on them: one begins at each letter that hangs on none."""
    if _LETTERS.fullmatch(run) is None:
        apart: list[str] = _library().seg_kcc(run)
        return apart
    return _beginnings().split(run)


@cache
def _beginnings() -> re.Pattern[str]:
    begin = "".join(c for c in map(chr, range(0x1780, 0x17DE)) if _library().is_start_of_kcc(c))
    return re.compile(rf"(?<=[^\u17d2])(?=[{begin}])")


@cache
def _kind(cluster: str) -> str:
    return str(_library().kcc_type(cluster))


@cache
def _begins_no_syllable(cluster: str) -> bool:
    return bool(_library().is_no_space(cluster))


def _looked_at(clusters: list[str]) -> list[list[str]]:
    """For each cluster what the model weighs, as `name:value`; what is merely true has no value."""
    kinds = [_kind(cluster) for cluster in clusters]
    apart = [_begins_no_syllable(cluster) for cluster in clusters]
    last = len(clusters) - 1
    out = []
    for i, here in enumerate(clusters):
        seen = [f"kcc:{here}", f"t:{kinds[i]}"]
        seen += ["ns"] if apart[i] else []
        seen += _before(clusters, kinds, apart, i) if i else ["BOS"]
        seen += _after(clusters, kinds, apart, i) if i < last else ["EOS"]
        out.append(seen)
    return out


def _before(clusters: list[str], kinds: list[str], apart: list[bool], i: int) -> list[str]:
    """Up to three clusters before one: each, its kind, and all from it on."""
    here, one = clusters[i], clusters[i - 1]
    seen = [f"kcc[-1]:{one}", f"kcc[-1]t:{kinds[i - 1]}", f"kcc[-1:0]:{one}{here}"]
    seen += ["ns-1"] if apart[i - 1] else []
    if i >= 2:
        two = clusters[i - 2]
        seen += [f"kcc[-2]:{two}", f"kcc[-2]t:{kinds[i - 2]}"]
        seen += [f"kcc[-2:-1]:{two}{one}", f"kcc[-2:0]:{two}{one}{here}"]
    if i >= 3:
        three = clusters[i - 3]
        seen += [f"kcc[-3]:{three}", f"kcc[-3]t:{kinds[i - 3]}", f"kcc[-3:-2]:{three}{two}"]
        seen += [f"kcc[-3:-1]:{three}{two}{one}", f"kcc[-3:0]:{three}{two}{one}{here}"]
    return seen


def _after(clusters: list[str], kinds: list[str], apart: list[bool], i: int) -> list[str]:
    """Up to three clusters after one: each, its kind, and all up to it."""
    here, one, left = clusters[i], clusters[i + 1], len(clusters) - 1 - i
    seen = [f"kcc[+1]:{one}", f"kcc[+1]t:{kinds[i + 1]}", f"kcc[+1:0]:{here}{one}"]
    seen += ["ns+1"] if apart[i + 1] else []
    if left >= 2:
        two = clusters[i + 2]
        seen += [f"kcc[+2]:{two}", f"kcc[+2]t:{kinds[i + 2]}"]
        seen += [f"kcc[+1:+2]:{one}{two}", f"kcc[0:+2]:{here}{one}{two}"]
        seen += ["ns+2"] if apart[i + 2] else []
    if left >= 3:
        three = clusters[i + 3]
        seen += [f"kcc[+3]:{three}", f"kcc[+3]t:{kinds[i + 3]}", f"kcc[+2:+3]:{two}{three}"]
        seen += [f"kcc[+1:+3]:{one}{two}{three}", f"kcc[0:+3]:{here}{one}{two}{three}"]
    return seen
