"""A command of `kapea`, as somebody types it."""

from __future__ import annotations

from click.testing import CliRunner, Result

from kapea.cli.main import main


def run(*words: object, stdin: str = "", code: int | None = None) -> Result:
    """What a command says; a fault of ours shows itself. With a `code`, that is how it must end."""
    told = CliRunner().invoke(main, [*map(str, words)], input=stdin, catch_exceptions=False)
    assert code is None or told.exit_code == code, told.output
    return told
