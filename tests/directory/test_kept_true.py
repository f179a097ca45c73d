"""One proposes, another approves, the checker has the last word; and then it is served, without a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from tests.core.checker.small_pack import ON, built
from tests.directory.keepers import approved, dialled, entry, proposed, proves, published, served
from tests.live import make_live

from kapea.access.rows import NotHere, acting
from kapea.audit.models import Event
from kapea.content import actions as content
from kapea.content.models import Live, StoredRelease
from kapea.content.queries import worlds
from kapea.core.checker.report import Report
from kapea.core.directory.edit_states import EditState, NoSuchEditStep
from kapea.core.directory.freshness import DialResult
from kapea.core.directory.tiers import DirectoryTier
from kapea.core.directory.trust import live_gaps
from kapea.core.pack.build import Built
from kapea.core.pack.overlay_record import OverlayPhone, record_of_service
from kapea.core.pack.problem import Place, Problem
from kapea.core.pack.stored import with_hash
from kapea.directory import actions, upkeep
from kapea.directory.models import DialTest, DirectoryEdit, DirectoryRun, OverlaidRelease
from kapea.directory.proving import PackFails
from kapea.directory.publishing import MovedMeanwhile, NewerPack, publish_entries
from kapea.directory.queries import base_hash, release_served


def stands(edit) -> EditState:
    return DirectoryEdit.objects.get(id=edit.id).standing


def test_an_entry_goes_from_one_to_another_and_is_served(keepers, noon):
    editor, supervisor, _ = keepers
    edit = proposed(editor, entry(), noon)
    assert served("river") is None
    approved(supervisor, edit, noon)
    before = worlds.live("small")
    done = published(noon)
    assert done.moved
    assert (done.entries, done.stopped) == (1, ())
    assert served("river").types == ("NGO",)
    assert stands(edit) is EditState.LIVE
    assert worlds.live("small").release.hash != before.release.hash
    assert base_hash("small") == before.release.hash
    actions_done = Event.objects.filter(organisation=editor.organisation).values_list("action", flat=True)
    assert set(actions_done) >= {"directory.propose", "directory.approve", "directory.publish"}


def test_a_worker_picks_it_up_as_it_picks_up_a_release(keepers, noon):
    worker = release_served("small")
    edit = proposed(keepers[0], entry(), noon)
    approved(keepers[1], edit, noon)

    publish_entries("small", by="tester", at=noon, prove=proves)
    worlds._looked.clear()  # as after a second and a half
    assert worlds.live("small").release.hash != worker.hash
    assert worlds.of(worker.short_hash).release is worker, "who began with it ends with it"


def test_nobody_approves_what_they_proposed_in_any_membership(keepers, noon):
    editor, supervisor, _ = keepers
    edit = proposed(editor, entry(), noon)
    twin = replace(supervisor, user=editor.user)
    for by in (editor, twin):
        with pytest.raises(actions.ProposedByOneself):
            actions.approve_edit(by, edit, release_served("small"), at=noon)
        with pytest.raises(actions.ProposedByOneself):
            actions.refuse_edit(by, edit, at=noon)
    assert stands(edit) is EditState.PROPOSED


def test_of_two_editors_one_wins_and_the_other_sees_whose_stands(keepers, noon):
    editor, supervisor, _ = keepers
    first, second = (proposed(editor, entry(ages=ages), noon) for ages in ("0-17", "6-17"))
    approved(supervisor, first, noon)
    with pytest.raises(actions.SomebodyWasFirst) as was:
        approved(supervisor, second, noon)
    assert was.value.standing.id == first.id
    published(noon)
    with pytest.raises(actions.SomebodyWasFirst):
        proposed(editor, entry(), noon)
    again = proposed(editor, entry(ages="6-17"), noon, over=first.id)
    approved(supervisor, again, noon)
    published(noon)
    assert served("river").ages == (6, 17)
    assert stands(first) is EditState.PAST


def test_another_organisation_neither_sees_nor_takes_over_an_entry(keepers, noon):
    editor, supervisor, other = keepers
    edit = proposed(editor, entry(), noon)
    with pytest.raises(NotHere), acting(other, "directory.decide", DirectoryEdit, edit.id):
        pass
    approved(supervisor, edit, noon)
    published(noon)
    with pytest.raises(actions.KeptByAnother):
        proposed(other, entry(), noon, over=edit.id)


def test_a_fault_is_refused_at_its_field_and_nothing_is_stored(keepers, noon):
    with pytest.raises(actions.EntryFaults) as faults:
        proposed(keepers[0], entry(phones=(OverlayPhone("12"),)), noon)
    assert [told["field"] for told in actions.findings_told(faults.value.found)] == ["phones"]
    assert not DirectoryEdit.objects.exists()


def test_what_would_break_a_proof_is_stopped_and_says_where(keepers, noon):
    editor, supervisor, _ = keepers
    release = release_served("small")
    closing = msgspec.structs.replace(
        record_of_service(release.directory, release, "hospital"), is_closed=True
    )
    bad, good = proposed(editor, closing, noon), proposed(editor, entry(), noon)
    approved(supervisor, bad, noon)
    approved(supervisor, good, noon)
    done = published(noon)
    assert done.stopped == ("hospital",)
    assert stands(bad) is EditState.STOPPED
    assert stands(good) is EditState.LIVE, "the other one does not wait for it"
    assert served("hospital") is not None
    assert DirectoryEdit.objects.get(id=bad.id).findings[0]["code"].startswith("K")


def test_a_tier_that_is_not_public_is_in_no_release(keepers, noon):
    edit = proposed(keepers[0], entry(tier=DirectoryTier.CASE_WORKERS), noon)
    approved(keepers[1], edit, noon)
    published(noon)
    assert stands(edit) is EditState.LIVE
    assert served("river") is None
    assert not any(
        b"River House" in bytes(body) for body in StoredRelease.objects.values_list("body", flat=True)
    )


def test_what_was_taken_back_is_not_published(keepers, noon):
    edit = proposed(keepers[0], entry(), noon)
    with acting(keepers[0], "directory.take-back", DirectoryEdit, edit.id) as row:
        actions.take_edit_back(keepers[0], row, at=noon)
    with pytest.raises(NoSuchEditStep):
        approved(keepers[1], edit, noon)
    published(noon)
    assert served("river") is None


def test_an_entry_leaves_after_its_day(keepers, noon):
    edit = proposed(keepers[0], entry(expires="2026-12-24"), noon)
    approved(keepers[1], edit, noon)
    published(noon)
    assert served("river") is not None
    published(noon + timedelta(days=29))
    assert served("river") is not None
    published(noon + timedelta(days=30))
    assert served("river") is None


def test_who_would_leave_nobody_stays_past_their_day_and_it_is_said(keepers, noon):
    release = release_served("small")
    record = record_of_service(release.directory, release, "hospital")
    record = msgspec.structs.replace(record, expires="2026-12-24")
    approved(keepers[1], proposed(keepers[0], record, noon), noon)
    published(noon)
    done = published(noon + timedelta(days=60))
    assert done.kept == ("hospital",)
    assert served("hospital") is not None


def test_a_dial_is_known_by_name_and_day_and_lifts_the_entry(keepers, noon):
    approved(keepers[1], proposed(keepers[0], entry(), noon), noon)
    published(noon)
    assert served("river").stale
    dialled(keepers[1], "river", "012345678", DialResult.ANSWERED, noon)
    published(noon)
    phone = served("river").phones[0]
    assert (phone.verified_by, phone.verified_on) == (f"member:{keepers[1].id}", "2026-11-24")
    assert not served("river").stale
    dialled(keepers[1], "river", "012345678", DialResult.NO_ANSWER, noon + timedelta(days=1))
    published(noon + timedelta(days=1))
    assert served("river").stale


def test_a_number_that_no_service_has_is_not_dialled(keepers, noon):
    with pytest.raises(actions.NoSuchNumber):
        dialled(keepers[0], "helpline", "999", DialResult.ANSWERED, noon)


def test_where_a_service_became_a_shelter_no_row_says_where_it_was(keepers, noon):
    open_ = entry(address={"km": "ផ្ទះ", "en": "The white gate"}, local=False)
    first = proposed(keepers[0], open_, noon)
    approved(keepers[1], first, noon)
    published(noon)
    hidden = proposed(keepers[0], entry(shelter=True), noon, over=first.id)
    approved(keepers[1], hidden, noon)
    published(noon)
    assert "white gate" not in str(list(DirectoryEdit.objects.values_list("record", flat=True)))
    assert served("river").address == ""


def test_one_process_at_a_time_and_each_day_anew(keepers, noon):
    assert not upkeep.is_due("small", at=noon)
    approved(keepers[1], proposed(keepers[0], entry(), noon), noon)
    assert upkeep.is_due("small", at=noon)
    assert upkeep.take_turn("small", at=noon)
    assert not upkeep.take_turn("small", at=noon)
    assert upkeep.take_turn("small", at=noon + timedelta(hours=2)), "one that died is not waited for"
    published(noon)
    upkeep.end_turn("small", at=noon, done=True)
    assert not upkeep.is_due("small", at=noon)
    assert upkeep.is_due("small", at=noon + timedelta(days=1))
    assert DirectoryRun.objects.get(pack="small").began_at is None


def test_releases_with_former_entries_go_after_a_week(keepers, noon):
    before = ""
    for ages in ("0-17", "6-17", "7-17", "8-17"):
        edit = proposed(keepers[0], entry(ages=ages), noon, over=before)
        approved(keepers[1], edit, noon)
        published(noon)
        before = edit.id
    assert StoredRelease.objects.count() == 5
    assert upkeep.tidy_releases(at=noon + timedelta(days=6)) == 0
    assert upkeep.tidy_releases(at=noon + timedelta(days=8)) == 2
    assert Live.objects.get(pack="small").release_id in OverlaidRelease.objects.values_list(
        "release_id", flat=True
    )
    assert served("river") is not None


def newer(**fields) -> NewerPack:
    release = with_hash(msgspec.structs.replace(built().release, version="2", **fields))
    made = Built(release, [], {}, release.languages)
    return NewerPack(made, proves(made), shipped=False)


def test_a_new_version_of_the_pack_is_published_with_its_entries_at_once(keepers, noon):
    approved(keepers[1], proposed(keepers[0], entry(), noon), noon)
    published(noon)
    pack = newer()
    done = publish_entries("small", by="tester", at=noon, newer=pack, prove=proves)
    worlds.clear()
    assert done.moved
    assert (release_served("small").version, served("river").id) == ("2", "river")
    assert base_hash("small") == pack.built.release.hash


def test_what_was_published_meanwhile_is_not_written_over(keepers, noon):
    approved(keepers[1], proposed(keepers[0], entry(), noon), noon)

    def meanwhile(made):
        if not Live.objects.filter(release__version="2").exists():
            pack = newer()
            content.publish(built=pack.built, report=pack.report, by="another", at=noon)
        return proves(made)

    with pytest.raises(MovedMeanwhile):
        publish_entries("small", by="tester", at=noon, prove=meanwhile)
    worlds.clear()
    assert release_served("small").version == "2"
    published(noon)
    assert (release_served("small").version, served("river").id) == ("2", "river")


def test_a_pack_that_fails_by_itself_is_no_fault_of_an_editor(keepers, noon):
    edit = approved(keepers[1], proposed(keepers[0], entry(), noon), noon)

    def fails(made):
        return replace(proves(made), problems=(Problem("K18", Place("small"), "too old"),))

    with pytest.raises(PackFails):
        publish_entries("small", by="tester", at=noon, prove=fails)
    assert stands(edit) is EditState.APPROVED


def test_a_server_begins_it_in_a_process_of_its_own_and_once(keepers, noon, settings, monkeypatch):
    settings.KAPEA_PACKS = ["small"]
    begun = []
    monkeypatch.setattr(upkeep.subprocess, "Popen", lambda command, **_: begun.append(command))
    assert upkeep.publish_what_waits(at=noon) == 0
    approved(keepers[1], proposed(keepers[0], entry(), noon), noon)
    assert upkeep.publish_what_waits(at=noon) == 1
    assert upkeep.publish_what_waits(at=noon) == 0, "it is at it already"
    assert begun[0][1:] == ["-m", "kapea", "directory", "publish", "small", "--quiet"]


def test_in_a_live_pack_an_entry_waits_until_somebody_dialled_it(keepers, noon):
    phones = built().release.directory.services
    fresh = {
        id: msgspec.structs.replace(
            each,
            phones=tuple(
                msgspec.structs.replace(p, verified_by="Ms A", verified_on="2026-11-20") for p in each.phones
            ),
        )
        for id, each in phones.items()
    }
    directory = msgspec.structs.replace(built().release.directory, services=fresh)
    make_live(msgspec.structs.replace(built().release, live=True, directory=directory), noon)
    approved(keepers[1], proposed(keepers[0], entry(), noon), noon)

    def only_the_gate(made):
        gaps = [gap for each in made.release.directory.services.values() for gap in live_gaps(each, ON)]
        problems = tuple(Problem("K18", Place(gap.service), gap.says) for gap in gaps)
        return Report("small", problems, live=True, release=made.release.hash)

    def publishes():
        publish_entries("small", by="tester", at=noon, prove=only_the_gate)
        worlds.clear()

    publishes()
    assert served("river") is None
    DialTest.objects.create(
        organisation_id=keepers[0].organisation,
        pack="small",
        service="river",
        number="012345678",
        on=noon.date(),
        result="answered",
        by=keepers[0].id,
        at=noon,
    )
    publishes()
    assert served("river") is not None
