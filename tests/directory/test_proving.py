"""What breaks something is found among many changes without proving as many releases."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.small_pack import built
from tests.directory.keepers import entry

from kapea.core.checker.report import Report
from kapea.core.pack.overlay_record import OverlayPhone, OverlayRecord, record_of_service
from kapea.core.pack.problem import Place, Problem
from kapea.directory.models import DirectoryEdit
from kapea.directory.proving import OverlayTrial, PackFails

RELEASE = built().release
TODAY = "2026-11-24"
NOBODY = Problem("K16", Place("small"), "nobody is there")


def edit_of(record: OverlayRecord) -> DirectoryEdit:
    return DirectoryEdit(service=record.id, record=msgspec.to_builtins(record))


def rivers(count: int) -> list[DirectoryEdit]:
    """Changes that break nothing."""
    return [edit_of(entry(id=f"river-{n}", phones=(OverlayPhone(f"01234567{n}"),))) for n in range(count)]


@pytest.fixture
def dangerous() -> DirectoryEdit:
    """The only hospital is closed."""
    record = record_of_service(RELEASE.directory, RELEASE, "hospital")
    return edit_of(msgspec.structs.replace(record, is_closed=True))


@pytest.fixture
def proofs() -> list[str]:
    """The hashes of what was proved, one by one."""
    return []


@pytest.fixture
def trial(proofs) -> OverlayTrial:
    def prove(made):
        """In place of the checker: somebody has to be there for whoever was hurt."""
        proofs.append(made.release.hash)
        is_well = {"hospital", "clinic"} & made.release.directory.services.keys()
        return Report("small", () if is_well else (NOBODY,))

    return OverlayTrial(RELEASE, TODAY, (), {}, prove)


def test_where_nothing_breaks_one_release_is_proved(trial, proofs):
    found = trial.outcome(rivers(3), rivers(8)[3:])
    assert len(found.taken) == 8
    assert len(proofs) == 1


def test_a_dangerous_change_alone_takes_two_proofs(trial, proofs, dangerous):
    found = trial.outcome([], [dangerous])
    assert [edit for edit, _ in found.stopped] == [dangerous]
    assert found.built.release is RELEASE
    assert len(proofs) == 2


def test_what_does_not_fit_together_is_found_without_a_proof(trial, proofs):
    record = record_of_service(RELEASE.directory, RELEASE, RELEASE.directory.fallback[0])
    closed = edit_of(msgspec.structs.replace(record, is_closed=True))
    found = trial.outcome([], [*rivers(1), closed])
    assert [edit for edit, _ in found.stopped] == [closed]
    assert len(proofs) == 1, "what is served in the end"


def test_beside_whatever_is_served_already_it_takes_no_more(trial, proofs, dangerous):
    found = trial.outcome(rivers(8), [dangerous])
    assert [edit for edit, _ in found.stopped] == [dangerous]
    assert len(found.taken) == 8
    assert len(proofs) == 2


@pytest.mark.parametrize("at", range(8))
def test_among_eight_that_wait_it_is_found_by_halves(trial, proofs, dangerous, at):
    waiting = rivers(7)
    waiting.insert(at, dangerous)
    found = trial.outcome([], waiting)
    assert [edit for edit, _ in found.stopped] == [dangerous]
    assert list(found.taken) == [edit for edit in waiting if edit is not dangerous]
    assert len(proofs) <= 8
    assert len(set(proofs)) == len(proofs), "nothing is proved twice"


def test_of_two_changes_that_hold_only_together_none_is_stopped(trial, dangerous):
    record = record_of_service(RELEASE.directory, RELEASE, "hospital")
    other = edit_of(msgspec.structs.replace(record, id="clinic"))
    assert not trial.outcome([], [dangerous, other]).stopped


def test_what_the_pack_lacks_by_itself_stops_no_change(trial, proofs):
    def fails(made):
        proofs.append(made.release.hash)
        return Report("small", (NOBODY,))

    trial.prove = fails
    with pytest.raises(PackFails):
        trial.outcome([], rivers(1))
    assert len(proofs) == 3


def test_where_only_what_was_dialled_breaks_something_it_is_said_and_comes_to_an_end(trial):
    trial._own = frozenset()
    trial.prove = lambda made: Report("small", (NOBODY,))
    with pytest.raises(PackFails):
        trial.outcome([], [])
