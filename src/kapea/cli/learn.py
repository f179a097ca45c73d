"""kapea learn: from the lines of a pack to the numbers by which typed words are understood."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kapea.cli import common
from kapea.content import folder
from kapea.core.pack.hearing_model import HearingModel, corpus_digest, encode_model
from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.hearing_numbers import NUMBERS, read_only_when_clear
from kapea.core.pack.parse.word_lists import parse_flags
from kapea.core.pack.problem import Findings
from kapea.core.understanding.corpus import BadCorpus, Example, read_corpus
from kapea.core.understanding.flags import Flags

if TYPE_CHECKING:
    from kapea.hearing.counting import Floats

NEEDS = "Learning needs what the help pages do not: pip install 'kapea[hearing]'."
NEEDS_VECTORS = "Sentence vectors need a library more: pip install 'kapea[hearing,meaning]'."
AT_ONCE, TOLD_EVERY = 100, 2_000
"""Lines that are turned into vectors at once, and after how many it says how far it is."""
FEWEST_WRITERS = 2


@click.command("learn")
@click.argument("pack", default="common")
@click.option("--measure", is_flag=True, help="Write nothing; only say how well lines are heard.")
@click.option("--vectors", is_flag=True, help="Learn from sentence vectors, too: ten minutes more.")
def learn_numbers(pack: str, measure: bool, vectors: bool) -> None:
    """Learn from the lines in heard/ of PACK, and of the packs it builds on; write heard/numbers.bin there.

    Takes a few minutes. The same lines give the same numbers. Lines are made up by people who know how
    others write; what somebody wrote to you is never one of them.

    \b
    kapea learn packs/common
    kapea learn packs/common --measure
    kapea learn packs/common --vectors
    """
    path = _folder(pack)
    name, files = folder.read_pack_files(path)
    layers = Layers(files, _chain(name, files))
    lines = {inner: data for inner, (_, data) in layers.nearest.items()}
    model = _learnt(lines, _flags(layers), vectors, read_only_when_clear(layers, Findings()))
    _say_figures("words alone", model.figures)
    if model.meaning is not None:
        _say_figures("with vectors", model.meaning.figures)
    body = encode_model(model)
    click.echo(f"{model.size:,} features, {len(body):,} bytes, {hashlib.sha256(body).hexdigest()[:16]}")
    if not measure:
        target = path / NUMBERS
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(body)
        click.echo(f"{target} is written. Check what builds on it: kapea check packs/*")


def _folder(name: str) -> Path:
    path = Path(name)
    return path.resolve() if (path / "pack.toml").is_file() else common.pack_folder(name)


def _chain(name: str, files: dict[str, bytes]) -> list[str]:
    packs = dict.fromkeys(path.split("/", 1)[0] for path in files)
    return [*(each for each in packs if each != name), name]


def _flags(layers: Layers) -> Flags:
    findings = Findings()
    lists = [parse_flags(item, findings) for _, item in layers.folder("flags/", findings)]
    if findings.has_errors:
        common.say_problems(findings.problems)
        common.stop("The lists of danger words do not read.", common.FINDINGS)
    return Flags(lists)


def _learnt(
    lines: dict[str, bytes], flags: Flags, with_vectors: bool, only_when_clear: tuple[str, ...]
) -> HearingModel:
    try:
        from kapea.hearing.learning import numbers_from_lines
    except ImportError:
        common.stop(NEEDS)
    try:
        examples = read_corpus(lines)
    except BadCorpus as error:
        common.stop(str(error), common.FINDINGS)
    writers = len({each.writer for each in examples})
    if writers < FEWEST_WRITERS:
        common.stop(f"There are lines of {writers} writers; at least {FEWEST_WRITERS} are needed in heard/.")
    click.echo(f"{len(examples):,} lines of {writers} writers")
    vectors = _vectors(examples) if with_vectors else None
    return numbers_from_lines(examples, flags.find, corpus_digest(lines), vectors, only_when_clear)


def _vectors(examples: Sequence[Example]) -> Floats:
    """A sentence vector for each line."""
    try:
        from kapea.hearing.vectors.encoder import encode
    except ImportError:
        common.stop(NEEDS_VECTORS)
    import numpy as np

    parts = []
    for at in range(0, len(examples), AT_ONCE):
        parts.append(encode([each.line.text for each in examples[at : at + AT_ONCE]]))
        if (done := min(at + AT_ONCE, len(examples))) % TOLD_EVERY == 0 or done == len(examples):
            click.echo(f"{done:,} of {len(examples):,} lines have a sentence vector")
    return np.concatenate(parts).astype(np.float64)


def _say_figures(title: str, told: Mapping[str, Mapping[str, float]]) -> None:
    names = list(told["all"])
    click.echo(f"{title:16}" + "".join(f"{name.replace('_', ' '):>20}" for name in names))
    for group, figures in told.items():
        row = "".join(f"{figures[name]:>20}" if name in figures else f"{'':>20}" for name in names)
        click.echo(f"{group:16}{row}")
