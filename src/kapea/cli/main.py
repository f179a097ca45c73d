"""The `kapea` command. Exit 0: good. 1: findings, or a refusal. 2: input that cannot be used. 3: not now."""

from __future__ import annotations

import os
from typing import Any

import click

from kapea import __version__
from kapea.cli import backup as backup_command
from kapea.cli import check as check_command
from kapea.cli import common
from kapea.cli import coverage as coverage_command
from kapea.cli import new_country as new_country_command
from kapea.cli import notice as notice_command
from kapea.cli import prepare as prepare_command
from kapea.cli import print as print_command
from kapea.cli import publish as publish_command
from kapea.cli import recordings as recordings_command
from kapea.cli import report as report_command
from kapea.cli import serve as serve_command
from kapea.cli import talk as talk_command
from kapea.cli import translate as translate_command


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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    check_command.check,
    check_command.build,
    talk_command.talk,
    talk_command.find,
    translate_command.translate,
    coverage_command.coverage,
    report_command.report,
    recordings_command.recordings,
    notice_command.notice,
    print_command.print_piece,
    new_country_command.new_country,
    publish_command.publish,
    publish_command.rollback,
    publish_command.releases,
    serve_command.serve,
    prepare_command.prepare,
    prepare_command.migrate,
    backup_command.backup,
    backup_command.restore,
    serve_command.tidy,
):
    main.add_command(each)
