"""A cast that was made a moment ago stands as one that is made now: the same rows, keys that open, a whole
trail.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from tests.staff import cast as casts
from tests.staff.cast import PASSPHRASE, make_cast, make_cast_with_cases
from tests.staff.kept_rows import FRESH

from kapea.audit.verify import verify_chains
from kapea.people.invitations import add_organisation
from kapea.vault.staff_keys import unlock

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def taken_back(make, at):
    """What was made, and how many rows of each model there were; then they are not there any more."""
    with transaction.atomic("default"), transaction.atomic("keys"):
        made, counts = make(at), {each: each._default_manager.count() for each in apps.get_models()}
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
    return made, counts


def test_what_was_kept_has_every_row_of_what_is_made(moment):
    _, counts = taken_back(casts._new_cast_with_cases, moment)
    taken_back(make_cast_with_cases, moment)
    first, _ = taken_back(make_cast_with_cases, moment)
    again, kept = taken_back(make_cast_with_cases, moment + timedelta(seconds=1))
    assert kept == counts
    assert again.pupil.user.id == first.pupil.user.id
    assert again.cases.keys() == first.cases.keys()


def test_keys_of_a_kept_cast_open_and_its_trail_hangs_together(moment):
    for _ in range(2):
        taken_back(make_cast, moment)
    cast = make_cast(moment)
    assert unlock(cast.pupil.user.id, PASSPHRASE, at=moment).cookie
    walks = verify_chains(["", cast.organisation.id], is_signed=lambda *_: False)
    assert [each.faults for each in walks] == [[], []]
    assert all(each.rows for each in walks)


def test_after_a_while_it_is_made_anew(moment):
    taken_back(make_cast, moment)
    first, _ = taken_back(make_cast, moment)
    later, _ = taken_back(make_cast, first.at + FRESH)
    assert later.at == first.at + FRESH
    assert later.pupil.user.id != first.pupil.user.id


def test_beside_what_stands_there_already_it_is_made_anew(moment):
    for _ in range(2):
        kept, _ = taken_back(make_cast, moment)
    add_organisation(name="Line of before", pack="nepal", at=moment)
    assert make_cast(moment).pupil.user.id != kept.pupil.user.id
