"""Typing `kapea keys`, in this process or at a terminal of its own."""

from __future__ import annotations

import os
import pty
import select
import sys

from click.testing import CliRunner
from tests.home import Home

from kapea.cli.keys import keys


def typed(*words: str, answers: tuple[str, ...] = ()) -> tuple[int, str]:
    """A command's exit and what it says. Its databases are those of the test, unchecked."""
    name, *rest = words
    done = CliRunner().invoke(keys.commands[name], rest, input="\n".join([*answers, ""]))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


LOOK_SECONDS = 0.2
"""After so long without a word from the command it waits for a key."""


def at_terminal(home: Home, *words: str) -> tuple[int, str]:
    """Runs a command in a terminal of its own, answering whatever it asks; its exit and all it showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "-m", "kapea", *words], home.environment(TERM="xterm"))
    shown = b""
    while True:
        if not select.select([terminal], [], [], LOOK_SECONDS)[0]:
            os.write(terminal, b"y\n" if shown.rstrip().endswith(b"[y/N]:") else b"y")
            continue  # a key that came before the terminal listened was passed over
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()
