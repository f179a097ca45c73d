"""The numbers by which typed words are understood, out of `heard/numbers.bin`, which `kapea learn` writes.

They are held against the lines beside them: numbers that were learnt from other lines say so.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import pairwise

import msgspec

from kapea.core.pack.hearing_model import (
    KEY_BYTES,
    MODEL_FORMAT,
    VECTOR_SIZE,
    HearingModel,
    HearingWanted,
    Meaning,
    corpus_digest,
    decode_model,
    number_of_signs,
)
from kapea.core.pack.layers import Layers
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, Reader

NUMBERS, LIMITS, ONLY_WHEN_CLEAR = "heard/numbers.bin", "heard/limits.yaml", "only_when_clear"
LEARN = "write them anew: kapea learn {pack}"


def read_hearing(layers: Layers, findings: Findings) -> HearingModel | None:
    """The numbers of the nearest pack that has some; None where there are none, or they do not read."""
    files = layers.nearest
    lines = {path: data for path, (_, data) in files.items()}
    if NUMBERS not in files:
        return None
    name, data = files[NUMBERS]
    mend = LEARN.format(pack=f"packs/{name.split('/')[0]}")
    try:
        model = decode_model(data)
    except msgspec.MsgspecError as error:
        findings.add("P01", Place(name), f"these numbers do not read: {error}", mend)
        return None
    if fault := fault_of(model):
        findings.add("P01", Place(name), f"these numbers do not read: {fault}", mend)
        return None
    if model.corpus != corpus_digest(lines):
        says = "these numbers were learnt from other lines than those beside them"
        findings.add("P01", Place(name), says, mend, "warning")
    if model.only_when_clear != read_only_when_clear(layers, Findings()):
        says = f"these numbers were learnt with another list “{ONLY_WHEN_CLEAR}” in {LIMITS}"
        findings.add("P01", Place(name), says, mend, "warning")
    return model


def read_only_when_clear(layers: Layers, findings: Findings) -> tuple[str, ...]:
    """The situations that are offered only where they are heard nearly as clearly as the first, in order."""
    item = layers.read(LIMITS, findings)
    if item is None:
        return ()
    return tuple(sorted(Reader(item, findings, "limits of hearing").words(ONLY_WHEN_CLEAR)))


def fault_of(model: HearingModel) -> str:
    """What is wrong with the shape of numbers; empty: nothing."""
    size, outputs = model.size, len(model.outputs)
    keys = struct.unpack(f"<{size}I", model.keys[: size * KEY_BYTES])
    signs = number_of_signs(model.outputs)
    if model.format != MODEL_FORMAT:
        return f"they have format {model.format}, and this version reads {MODEL_FORMAT}"
    if len(model.keys) != size * KEY_BYTES or any(a >= b for a, b in pairwise(keys)):
        return "their features are not in order"
    if len(model.rows) != size * outputs or len(model.constants) != outputs:
        return "there are not as many numbers as there are features and outputs"
    if any(len(verdict.weights) != signs for verdict in model.verdicts.values()):
        return "a verdict weighs other signs than there are"
    return _fault_of_meaning(model, model.meaning) if model.meaning is not None else ""


def _fault_of_meaning(model: HearingModel, meaning: Meaning) -> str:
    outputs = len(model.outputs)
    signs = number_of_signs(model.outputs) + outputs
    if len(meaning.rows) != VECTOR_SIZE * outputs or len(meaning.constants) != outputs:
        return "there are not as many numbers as a sentence vector and outputs have"
    if meaning.verdicts.keys() != model.verdicts.keys():
        return "sentence vectors judge something else than words do"
    if any(len(verdict.weights) != signs for verdict in meaning.verdicts.values()):
        return "a verdict on sentence vectors weighs other signs than there are"
    return ""


def read_wanted(layers: Layers, findings: Findings) -> HearingWanted:
    """How well numbers must hear: `heard/limits.yaml`, in percent, each `at_least` or `at_most`."""
    item = layers.read(LIMITS, findings)
    if item is None:
        return HearingWanted()
    reader = Reader(item, findings, "limits of hearing")
    wanted = HearingWanted(_percents(reader, "at_least"), _percents(reader, "at_most"))
    reader.words(ONLY_WHEN_CLEAR)
    reader.done()
    return wanted


def _percents(reader: Reader, key: str) -> Mapping[str, float]:
    return {name: value for name, item in reader.pairs(key) if (value := _percent(item, reader)) is not None}


def _percent(item: Item, reader: Reader) -> float | None:
    value = item.value
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100:
        return float(value)
    reader.findings.add("P02", item.place, f"“{value}” is no percentage", "write a number from 0 to 100")
    return None
