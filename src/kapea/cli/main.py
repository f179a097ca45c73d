"""The `kapea` command. Exit 0: good. 1: findings, or a refusal. 2: input that cannot be used."""

from __future__ import annotations

import os

import click

from kapea import __version__
from kapea.cli import (
    covering,
    noticing,
    packs,
    printing,
    publishing,
    recording,
    reporting,
    serving,
    starting,
    talking,
    translating,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    Operators:    kapea publish packs/cambodia      check, store, make live
                  kapea serve                       the help pages on this machine
    Anyone:       kapea find cambodia HEALTH --area 12

    Every command explains itself: kapea COMMAND --help.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapea.config.settings")


for each in (
    packs.check,
    packs.build,
    talking.talk,
    talking.find,
    translating.translate,
    covering.coverage,
    reporting.report,
    recording.recordings,
    noticing.notice,
    printing.print_piece,
    starting.new_country,
    publishing.publish,
    publishing.rollback,
    publishing.releases,
    serving.serve,
    serving.tidy,
):
    main.add_command(each)
