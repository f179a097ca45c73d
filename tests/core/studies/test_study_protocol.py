"""What was agreed never changes in silence: each change is a version, and a session shows the one it used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.studies.made_studies import AT, PROTOCOL, amended, checks, done, planned, ready_study

from kapea.core.studies.research_ages import ResearchAgeBand, research_band
from kapea.core.studies.research_sessions import start_session
from kapea.core.studies.study_protocol import (
    ProtocolChange,
    ProtocolPart,
    ProtocolVersion,
    StudyProtocol,
    amend_protocol,
    edit_protocol,
    freeze_protocol,
)
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused


def agreed() -> StudyProtocol:
    return done(freeze_protocol(done(edit_protocol(StudyProtocol(), PROTOCOL)), AT))


@pytest.mark.parametrize("part", list(ProtocolPart))
def test_st_r03_nothing_is_agreed_while_a_part_is_missing(part):
    written = done(edit_protocol(StudyProtocol(), replace(PROTOCOL, parts={**PROTOCOL.parts, part: ""})))
    refused = freeze_protocol(written, AT)
    assert refused == StudyRefused("protocol.freeze", StudyRefusal.ITEMS_MISSING, (part.value,))


def test_st_r03_nothing_is_agreed_without_a_tool_or_a_place():
    written = done(edit_protocol(StudyProtocol(), replace(PROTOCOL, instruments={}, reach=None, frame=None)))
    assert written.current.lacks == ("instrument", "reach", "strata")
    assert isinstance(freeze_protocol(written, AT), StudyRefused)


def test_st_r03_what_is_agreed_is_not_edited_and_what_is_written_is_not_amended():
    change = ProtocolChange(parts={ProtocolPart.QUESTION: "other"})
    assert edit_protocol(agreed(), change) == StudyRefused("protocol.edit", StudyRefusal.PROTOCOL_FROZEN)
    assert isinstance(freeze_protocol(agreed(), AT), StudyRefused)
    assert isinstance(amend_protocol(StudyProtocol(), change, AT), StudyRefused)


@pytest.mark.parametrize("change", [ProtocolChange(), PROTOCOL])
def test_st_r03_the_same_again_is_no_version(change):
    refused = amend_protocol(agreed(), change, AT)
    assert refused == StudyRefused("protocol.amend", StudyRefusal.NOTHING_CHANGED)


CHANGES = st.builds(
    ProtocolChange,
    parts=st.dictionaries(st.sampled_from(ProtocolPart), st.sampled_from("xyz"), max_size=2),
    instruments=st.dictionaries(st.sampled_from(["cards", "ranking"]), st.sampled_from("pqr"), max_size=2),
    dropped=st.sets(st.sampled_from(["cards", "ranking", "guide-12-14"]), max_size=1).map(frozenset),
)


@given(st.lists(CHANGES, max_size=12))
def test_st_r03_however_often_it_is_amended_each_version_stays_and_a_number_means_one_text(changes):
    protocol = agreed()
    for change in changes:
        result = amend_protocol(protocol, change, AT)
        if not isinstance(result, StudyRefused):
            assert result.versions[:-1] == protocol.versions
            assert result.current.number == protocol.current.number + 1
            assert result.current.frozen_at is not None
            protocol = result
    meant: dict[tuple[str, int], str] = {}
    for version in protocol.versions:
        for name, tool in version.instruments.items():
            assert meant.setdefault((name, tool.version), tool.digest) == tool.digest
            assert protocol.instrument(name, tool.version) == tool


def test_st_r03_a_session_shows_the_version_it_used():
    study = ready_study()
    tool = study.protocol.current.instruments["guide-12-14"]
    held = done(start_session(planned("s1"), checks(), tool, 1, at=AT, zone=study.zone))
    later = amended(amended(study, "digest-new", AT), "digest-newer", AT)
    assert later.protocol.current.instruments["guide-12-14"].version == 3
    assert held.used is not None
    assert later.protocol.instrument("guide-12-14", held.used.version) == tool
    assert (held.used.version, held.protocol_version) == (1, 1)
    assert later.protocol.instrument("guide-12-14", 4) is None


def test_an_empty_protocol_lacks_all():
    assert len(ProtocolVersion().lacks) == len(ProtocolPart) + 3


def test_no_child_under_nine_is_seated():
    bands = {8: None, 9: "9-11", 11: "9-11", 12: "12-14", 14: "12-14", 15: "15-17", 17: "15-17", 18: "18+"}
    for age, band in bands.items():
        assert research_band(age) == (ResearchAgeBand(band) if band else None)
