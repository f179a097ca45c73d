"""Whatever a release holds that may be shown is searched, or named with the reason why not."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from tests import packs
from tests.core.checker.small_pack import ON
from tests.packs import OWN_LANGUAGE

from kapea.core.care.way_in import WAY_OFFER
from kapea.core.checker.context import CheckContext
from kapea.core.checker.graph import Graph
from kapea.core.checker.protected import (
    NEEDED,
    NEEDED_FOR_WORKSHOPS,
    NEEDED_TO_ANSWER,
    NEEDED_TO_LEARN,
    PROTECTED,
    says_what_it_must,
    small_words_are_there,
)
from kapea.core.checker.shown_words import SEARCHED, SHOWN, others_are_seemly
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release

SOURCE = Path(__file__).parents[3] / "src" / "kapea"
_HIDDEN = """
Block.headings
Area.code Area.name Area.parent Block.id Block.lines Block.picture Choice.key Choice.picture Choice.part
Choice.sets Clause.codes Clause.has Contacts.prefer Contacts.source Contacts.types
Demand.asks Demand.level
DutyToReport.by_when DutyToReport.confidence DutyToReport.id DutyToReport.offices DutyToReport.roles
DutyToReport.rule DutyToReport.to Release.duties
Release.retention Retention.kind
Release.clocks ClockRow.clock ClockRow.level ClockRow.rests_on
DeclaredEffect.consent DeclaredEffect.consent_code DeclaredEffect.kind Directory.areas
Directory.fallback Directory.holidays Directory.locations Directory.order Directory.organizations
Directory.services Directory.time_zone Directory.types Directory.version Fact.name Fact.values
FlagWords.alike FlagWords.kinds
Recorded.mp3 Recorded.opus
HearingModel.corpus HearingModel.figures HearingModel.only_when_clear HearingModel.outputs
HearingModel.verdicts HearingWanted.at_least HearingWanted.at_most Journey.flag_situations Meaning.figures
Meaning.verdicts Situation.group Journey.flags Journey.id LearningUnit.able LearningUnit.band
LearningUnit.kind LearningUnit.nudge LearningUnit.picture LearningUnit.start LearningUnit.title
LearningUnit.wall Node.reaction
Law.confidence Law.id Line.call
Line.picture Line.role Lint.advice Lint.banned Lint.forbids Lint.kin Lint.legal Lint.media Lint.menus
Lint.methods Lint.negations Lint.negations_alike Lint.not_asked
Lint.otherwise Lint.police Lint.protected Lint.reserved
Lint.revealing Lint.reveals Lint.shames Lint.tells_home Location.address Location.areas Location.id
Location.organization Mark.act Mark.law Mark.menu Mark.tells Material.id Material.picture Material.size
Material.title Node.about Node.count Node.enter Node.id Node.journey Node.kind Node.picture Organization.id
Part.kind Part.mark Part.panel Part.people Part.picture Part.pictures Part.texts
Phone.free Phone.kind Phone.no_credit
Phone.verified_by Phone.verified_on Phrase.grade Phrase.sources Phrasebook.call Phrasebook.language
Phrasebook.phrases Release.blocks Release.country Release.default_language Release.flags Release.hash
Release.id Release.journeys Release.languages Release.law Release.leave_to Release.lint Release.marks
Release.materials Release.media Release.menus Release.name Release.phrasebooks Release.situations
Release.demands Release.signs
Release.tiles Release.time_zone Release.upkeep Release.version Screen.setting Screen.slots
Service.address Service.areas Service.confidence Service.does Service.exception Service.expires
Service.free Service.hours Service.id Service.languages Service.location Service.name
Service.organization Service.serves Service.sources Service.through Service.types Setting.confidence
Setting.id Show.part Situation.id Situation.level Situation.picture Situation.voices Upkeep.by
Upkeep.expires Upkeep.on Upkeep.reviewed_for Upkeep.sources Upkeep.state Variant.text Voice.call
Voice.has Voice.parts Voice.picture
Measure.about Measure.answers Measure.ask Measure.better Measure.id Release.measures Release.workshops
RoomQuestion.about RoomQuestion.text WorkshopPart.do WorkshopPart.kind WorkshopPart.measures
WorkshopPart.pictures WorkshopPart.pressure WorkshopPart.roles WorkshopPart.say WorkshopPart.uses
WorkshopPart.when WorkshopPart.without_reading WorkshopPlan.able WorkshopPlan.after WorkshopPlan.audience
WorkshopPlan.brings WorkshopPlan.calls WorkshopPlan.distress WorkshopPlan.guide WorkshopPlan.id
WorkshopPlan.if_told WorkshopPlan.led_by WorkshopPlan.picture WorkshopPlan.prints WorkshopPlan.seating
WorkshopPlan.start WorkshopPlan.title
Instrument.audience Instrument.bands Instrument.held Instrument.id Instrument.kind
Instrument.lines Instrument.protection_reviewer Instrument.story Instrument.title Release.instruments
StudyCard.caution StudyCard.id StudyCard.start StudyQuestion.id StudyQuestion.probes
StudyQuestion.purpose StudyQuestion.risk StudyQuestion.text StudyQuestion.uses StudyQuestion.written
"""
HIDDEN = frozenset(re.findall(r"\S+", _HIDDEN))
"""Fields of names, codes and ids of texts: never shown themselves. `Release.name` is the text `pack.name`."""


def strings(of: object, field: str, met: set[object]) -> Iterator[str]:
    """The fields of a release, and of all that it is made of, in which there is a string."""
    if of is str:
        yield field
    elif isinstance(of, type) and issubclass(of, msgspec.Struct) and of not in met:
        met.add(of)
        for name, inner in typing.get_type_hints(of).items():
            yield from strings(inner, f"{of.__name__}.{name}", met)
    else:
        for inner in typing.get_args(of):
            yield from strings(inner, field, met)


def test_every_field_with_words_is_searched_or_named_with_a_reason():
    fields = set(strings(Release, "Release", set()))
    assert fields - SHOWN.keys() - HIDDEN == set(), "search it in shown_words.py, or say why not"
    assert (SHOWN.keys() | HIDDEN) - fields == set(), "no field of a release has this name"
    assert all(reason for reason in SHOWN.values())
    assert SHOWN["Release.texts"] == SEARCHED


def case_of(country: str, said: Mapping[str, str], language: str) -> CheckContext:
    release = packs.built(country).release
    assert release is not None
    texts = {**release.texts, language: {**release.texts[language], **said}}
    changed = msgspec.structs.replace(release, texts=texts)
    return CheckContext(packs.built(country).places, changed, Graph(World(changed)), on=ON, live=False)


@pytest.mark.parametrize("country", OWN_LANGUAGE)
def test_what_is_shipped_says_what_it_must(country: str):
    case = case_of(country, {}, "en")
    for holds in (says_what_it_must, small_words_are_there, others_are_seemly):
        assert [str(p) for p in holds(case)] == []
    assert all(len(case.release.lint[each].protected) >= 20 for each in ("en", OWN_LANGUAGE[country]))
    assert set(PROTECTED) <= case.release.lint["en"].protected.keys()


TRIED = packs.IN_EACH_LANGUAGE if packs.EVERY else packs.EACH_LANGUAGE


@pytest.mark.parametrize("country", OWN_LANGUAGE)
def test_each_protected_sentence_that_says_something_else_is_found_in_each_language(country: str):
    release = packs.built(country).release
    assert release is not None
    for language in [each for at, each in TRIED if at == country]:
        other = release.texts[language]["help.go-on"]
        for id in release.lint["en"].protected:
            found = list(says_what_it_must(case_of(country, {id: other}, language)))
            assert {(p.code, p.place) for p in found} == {("K26", packs.built(country).places[id])}, id
            assert all("protected" in p.mend for p in found)


OPPOSITE = {
    # what an author might write by mistake, and what the sentence must say
    "en": {"help.machine": "I am a person, not a machine.", "word.note-media": "Please send pictures."},
    "km": {"help.machine": "ខ្ញុំជាមនុស្ស មិនមែនជាម៉ាស៊ីនទេ។", "word.note-media": "សូមផ្ញើរូប។"},
    "sw": {"help.machine": "Mimi ni mtu, si mashine.", "word.note-media": "Tafadhali tuma picha."},
    "ne": {"help.machine": "म मान्छे हुँ, मेसिन होइन।", "word.note-media": "कृपया फोटो पठाउनुहोस्।"},
    "fil": {"help.machine": "Tao ako, hindi makina.", "word.note-media": "Magpadala sana ng litrato."},
}


@pytest.mark.parametrize("language", OPPOSITE)
def test_the_opposite_is_found(language: str):
    country = next((c for c, own in OWN_LANGUAGE.items() if own == language), "cambodia")
    for id, words in OPPOSITE[language].items():
        assert [p for p in says_what_it_must(case_of(country, {id: words}, language)) if p.code == "K26"]


def test_every_word_that_a_screen_asks_for_by_name_is_needed():
    """A page that asks for a small word is shown empty without it. Staff have words of their own."""
    areas = (SOURCE / "web").glob("*/urls.py")
    of_staff = {each.parent for each in areas if 'PREFIX = "staff/' in each.read_text("utf-8")}
    of_staff.add(SOURCE / "web/partner_link")
    assert len(of_staff) > 1
    pages = [page for page in SOURCE.rglob("*.html") if of_staff.isdisjoint(page.parents)]
    asked = {
        name.replace("_", "-")
        for path in pages
        for name in re.findall(r"\bw\.([a-z_0-9]+)", path.read_text("utf-8"))
    }
    for path in SOURCE.rglob("*.py"):
        asked |= set(re.findall(r"[\"']word\.([a-z0-9-]*[a-z0-9])[\"']", path.read_text("utf-8")))
    assert asked - {*NEEDED, *NEEDED_TO_LEARN, *NEEDED_FOR_WORKSHOPS, *NEEDED_TO_ANSWER, WAY_OFFER} == set()


def test_who_offers_people_who_answer_leaves_out_no_word_of_theirs():
    case = case_of("kenya", {}, "en")
    del case.release.texts["en"]["word.way-back-ask"]
    assert [each.place.key for each in small_words_are_there(case)] == ["way-back-ask"]
    del case.release.texts["en"]["word.way-offer"]
    assert list(small_words_are_there(case)) == [], "it offers nobody"
