"""Run by tests/home.py in a process of its own: makes shipped packs live in the migrated home that the
environment names, by the project's own actions, with the proof that this run made already.
"""

from __future__ import annotations

import os
import sys


def main(run: str, *packs: str) -> None:
    os.environ["KAPEA_TEST_HOME"] = run
    os.environ["DJANGO_SETTINGS_MODULE"] = "kapea.config.settings"
    import django
    from tests.packs import built, proved

    django.setup()
    from django.db import connections

    from kapea.cli import common
    from kapea.config import databases
    from kapea.content import actions, media

    databases.be_patient(connections.settings, databases.COMMAND_SECONDS)  # as `kapea publish` is
    for pack in packs:
        media.store_recordings(common.pack_folder(pack), built(pack))
        actions.publish(built=built(pack), report=proved(pack), by="tester", at=common.now())


main(*sys.argv[1:])
