"""Sums over rows of bytes come out as if each number were added by itself."""

from __future__ import annotations

import struct
from math import isclose, sqrt

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.core.understanding.small_model import OUTPUTS, STEP, model

from kapea.core.pack.hearing_model import ASK
from kapea.core.understanding.weighing import MOST_ROWS, ZERO, Weighing, key_of


def test_a_feature_is_found_by_its_key_and_no_other_is():
    weighing = Weighing(model({"wmoney": {ASK: 5}, "wgame": {ASK: -5}}))
    [(feature, row)] = weighing.known(["wmoney", "wunknown"]).items()
    assert feature == "wmoney"
    assert isclose(weighing.row(row)[OUTPUTS.index(ASK)], 5 * STEP)


def test_nothing_known_comes_to_what_is_always_added():
    made = msgspec.structs.replace(model({}), constants=tuple(map(float, range(len(OUTPUTS)))))
    assert Weighing(made).sums([]) == list(made.constants)


@given(st.lists(st.lists(st.integers(0, 255), min_size=5, max_size=5), min_size=1, max_size=40), st.data())
def test_sums_are_those_of_a_plain_loop(rows, data):
    """Outputs of an odd number, every byte there is, and more rows than are added at once."""
    keys = sorted({key_of(str(n)) for n in range(len(rows))})
    bare = msgspec.structs.replace(
        model({}),
        outputs=("a", "b", "c", "d", "e"),
        keys=struct.pack(f"<{len(keys)}I", *keys),
        rows=b"".join(map(bytes, rows[: len(keys)])),
        constants=(0.0,) * 5,
    )
    chosen = data.draw(st.lists(st.integers(0, len(keys) - 1), min_size=1, max_size=20))
    chosen *= data.draw(st.sampled_from([1, MOST_ROWS // len(chosen) + 1, 3 * MOST_ROWS]))
    plain = [sum(rows[n][output] - ZERO for n in chosen) for output in range(5)]
    found = Weighing(bare).sums(chosen)
    assert all(
        isclose(value, total * STEP / sqrt(len(chosen)), abs_tol=1e-9)
        for value, total in zip(found, plain, strict=True)
    )
