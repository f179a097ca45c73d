"""The `kapea` command. Exit 0: good. 1: findings, or a refusal. 2: input that cannot be used. 3: not now."""

from __future__ import annotations

import os
from collections import UserDict
from importlib import import_module
from typing import Any

import click

from kapea import __version__
from kapea.cli import common

COMMANDS = {
    "audit": "audit:audit",
    "backup": "backup:backup",
    "build": "check:build",
    "certificate": "certificate:check_certificate_code",
    "check": "check:check",
    "come-back": "come_back:hear_by_code",
    "coverage": "coverage:coverage",
    "directory": "directory:directory",
    "doors": "doors:doors",
    "find": "talk:find",
    "hear": "hear:hear_words",
    "keys": "keys:keys",
    "learn": "learn:learn_numbers",
    "leave": "leave:leave_for_workers",
    "metrics": "metrics:print_metrics",
    "migrate": "prepare:migrate",
    "new-country": "new_country:new_country",
    "notice": "notice:notice",
    "people": "people:people",
    "prepare": "prepare:prepare",
    "print": "print:print_piece",
    "publish": "publish:publish",
    "recordings": "recordings:recordings",
    "releases": "publish:releases",
    "report": "report:report",
    "restore": "backup:restore",
    "rollback": "publish:rollback",
    "serve": "serve:serve",
    "study": "study:study",
    "talk": "talk:talk",
    "tidy": "serve:tidy",
    "translate": "translate:translate",
    "vectors": "vectors:give_vectors",
    "voice": "voice:voice",
    "work": "work:work",
    "workshops": "workshops:workshops",
}
"""By the name a person types: the module here, and the command in it."""


class ReadWhenAsked(UserDict[str, Any]):
    """Commands by name, each read when it is asked for, so that none waits for what another needs."""

    def __getitem__(self, name: str) -> click.Command:
        module, _, command = self.data[name].partition(":")
        found: click.Command = getattr(import_module(f"kapea.cli.{module}"), command)
        return found


class Commands(click.Group):
    """Says in one sentence what an operator can mend; anything else is a fault of ours and shows itself."""

    def invoke(self, ctx: click.Context) -> Any:
        from kapea.config.env import Unset
        from kapea.config.home import Unusable

        try:
            return super().invoke(ctx)
        except Unset as error:
            common.stop(f"{error}.")
        except Unusable as error:
            common.stop(str(error), common.NOT_NOW)
        except Exception as error:
            if (sentence := common.database_sentence(error)) is None:
                raise
            common.stop(sentence, common.NOT_NOW)


@click.group(
    cls=Commands,
    commands=ReadWhenAsked(COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__)
def main() -> None:
    """Kapea: from a worry to the right help.

    \b
    Authors:      kapea check packs/cambodia        what is wrong, and how to mend it
                  kapea talk cambodia --language km  walk through it as a person would
                  kapea new-country --help         begin another country
    Translators:  kapea translate status packs/cambodia
    Voices:       kapea recordings --help          what is to be recorded, and taking it in
    Programmes:   kapea coverage packs/cambodia     who is spoken to, and every hole
                  kapea report --check packs/cambodia
                  kapea workshops --help            papers of a workshop, and all of them in one file
    Operators:    kapea publish packs/cambodia      check, store, make live
                  kapea serve                       the help pages on this machine
                  kapea doors list                  chats: what is set up, what waits
                  kapea directory --help            who can help, as organisations keep it
                  kapea audit verify                whether the trail is as it was written
                  kapea keys --help                 keys of staff, recovery, drills
                  kapea people --help               staff: organisations, and the first in each
                  kapea check --deploy              what is left before people rely on it
    Anyone:       kapea find cambodia HEALTH --area 12
                  kapea hear cambodia "…"           what is heard in typed words
                  kapea leave cambodia              something for people who answer
                  kapea come-back cambodia          news, with the number that was given

    Every command explains itself: kapea COMMAND --help.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapea.config.settings")
