"""The numbers by which typed words are understood, as a release carries them: learnt from lines that we
wrote, never from what people type.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from kapea.core.pack.danger_kinds import ALL_KINDS

MODEL_FORMAT = 1
FOLDER = "heard/"
SITUATION, DANGER, TELLER, LANGUAGE = "situation:", "danger:", "teller:", "language:"
"""How outputs are named: by what they are of, then what they mean."""
ASK, CALM, NOTHING = "ask", "calm", "nothing"
"""Outputs by themselves: danger should be asked about; a worry without danger; nothing is needed."""
STRONGEST = 2
"""Kinds of danger of which the strongest are signs by themselves, whichever they are."""
KEY_BYTES = 4
VECTOR_SIZE = 384
"""Numbers in a sentence vector."""


class SignWeights(msgspec.Struct, frozen=True):
    """A yes or no out of signs: a weight for each, in their order, and one that is always added."""

    weights: tuple[float, ...]
    constant: float


class Limits(msgspec.Struct, frozen=True):
    """How sure is sure, each between 0 and 1. `ask`: danger is asked about from here on; `nothing`: no
    situation is offered from here on; `familiar`: the share of letters that must have been met before.
    """

    ask: float
    nothing: float
    familiar: float


class Meaning(msgspec.Struct, frozen=True):
    """What is heard where a sentence vector stands beside the words: the second layer.

    `rows`: for each number of the vector one signed byte an output, in steps of `step`. `verdicts` weigh the
    signs of the first layer, then what the outputs came to by the vector. `limits` and `figures` are of both
    layers together.
    """

    rows: bytes
    step: float
    constants: tuple[float, ...]
    verdicts: Mapping[str, SignWeights]
    limits: Limits
    figures: Mapping[str, Mapping[str, float]]


class HearingModel(msgspec.Struct, frozen=True):
    """`outputs` are what is told apart: situations, kinds of danger, who tells, languages, nothing.

    `keys`: the features that count, by the CRC-32 of each, in order, four bytes each. `rows`: for each key
    one byte an output, 128 is nothing, in steps of `step`. `verdicts` weigh what the outputs came to.
    `corpus`: the digest of the lines learnt from; `figures`: what came out on lines of writers left out, in
    percent, by language (`all`: together) or `style <name>`. `meaning`: what sentence vectors add.
    `only_when_clear`: situations that are offered only where they are heard nearly as clearly as the first.
    """

    outputs: tuple[str, ...]
    keys: bytes
    rows: bytes
    step: float
    constants: tuple[float, ...]
    verdicts: Mapping[str, SignWeights]
    limits: Limits
    corpus: str
    figures: Mapping[str, Mapping[str, float]]
    format: int = MODEL_FORMAT
    meaning: Meaning | None = None
    only_when_clear: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many features count."""
        return len(self.keys) // KEY_BYTES


class HearingWanted(msgspec.Struct, frozen=True):
    """How well numbers must hear, in percent, by the names of figures."""

    at_least: Mapping[str, float] = {}
    at_most: Mapping[str, float] = {}


def number_of_signs(outputs: Sequence[str]) -> int:
    """How many signs a verdict weighs: every output; whether the lists know danger, and which kind; the two
    strongest kinds; of all situations together the share of each.
    """
    situations = sum(name.startswith(SITUATION) for name in outputs)
    return len(outputs) + 1 + len(ALL_KINDS) + STRONGEST + situations


def corpus_digest(files: Mapping[str, bytes]) -> str:
    """The digest of all lines, by path inside a pack: by it numbers say what they were learnt from."""
    digest = hashlib.sha256()
    for path in sorted(map(str, filter(is_lines, files))):
        digest.update(path.encode() + b"\0" + files[path] + b"\0")
    return digest.hexdigest()[:16]


def is_lines(path: str) -> bool:
    """Whether a file of a pack holds lines to learn from: `heard/<language>/writer-<number>.jsonl`."""
    return path.startswith(FOLDER) and path.endswith(".jsonl")


def encode_model(model: HearingModel) -> bytes:
    """The same bytes as ever where sentence vectors add nothing."""
    told = msgspec.structs.asdict(model)
    if model.meaning is None:
        del told["meaning"]
    return msgspec.msgpack.encode(told)


def decode_model(data: bytes) -> HearingModel:
    """Raises msgspec.MsgspecError for bytes that are no such model."""
    return msgspec.msgpack.decode(data, type=HearingModel)
