"""The WSGI entry that the server loads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import django

from kapea.config import large_blocks

if TYPE_CHECKING:
    from kapea.web.public.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapea.config.settings")


def _ready() -> Handler:
    """The application, and the pages of the worst day, laid out on a good one."""
    large_blocks.give_back()
    django.setup(set_prefix=False)
    from django.conf import settings

    from kapea.care.upkeep import tidy_records, tidy_referrals
    from kapea.channels.doors import door_loops
    from kapea.directory.upkeep import publish_what_waits, tidy_releases
    from kapea.guide import upkeep
    from kapea.learning.upkeep import tidy_workshops
    from kapea.people.upkeep import tidy_staff
    from kapea.studies.upkeep import tidy_studies
    from kapea.web.public import last_resort
    from kapea.web.public.handler import Handler

    last_resort.follow_live()
    of_people = (tidy_staff, tidy_records, tidy_referrals, tidy_workshops, tidy_studies)
    tidies = (*of_people, tidy_releases, publish_what_waits)
    upkeep.start(tidies=tidies)
    if settings.KAPEA_DELIVER:
        door_loops().start()
    return Handler()


application = _ready()
