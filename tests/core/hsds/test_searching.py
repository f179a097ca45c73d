"""What is looked for among services is what reading each of them would find."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import ON
from tests.packs import built

from kapea.core.hsds.api import HsdsQuestion
from kapea.core.hsds.export import TYPES, HsdsExport, hsds_id
from kapea.core.hsds.searching import HsdsSearch, searched, words_asked


@cache
def export() -> HsdsExport:
    return HsdsExport(built("cambodia").release, ON.isoformat())


@cache
def search() -> HsdsSearch:
    return HsdsSearch(export())


def read_one_by_one(asked: HsdsQuestion) -> list[str]:
    """Each service read anew, every id made anew: slowly, and without a list of anything."""
    release, found = export().release, []
    for service in release.directory.services.values():
        id = hsds_id(release.id, "service", service.id)
        said = [release.text(t, la) for la in release.languages for t in (service.name, service.does)]
        run_by = release.directory.organization_of(service)
        whole = " ".join([*said, run_by.name]).replace("\u200b", "").casefold()
        terms = [hsds_id(release.id, "term", code) for code in service.types]
        fits = (
            id in export().services
            and all(word in whole for word in asked.search.casefold().split())
            and (not asked.taxonomy_term_id or asked.taxonomy_term_id in terms)
            and asked.taxonomy_id in ("", hsds_id(release.id, "taxonomy", TYPES))
            and asked.organization_id in ("", hsds_id(release.id, "organization", run_by.id))
        )
        found += [id] if fits else []
    return sorted(found)


WORDS = ("", "health", "HEALTH", "child", "police", "1280", "\u200b", "សុខភាព", "ស", "zzz", "a", "child  a")
words = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=3).map(" ".join)
KINDS = ("HEALTH", "POLICE-CHILD", "HELPLINE", "NONE")
ids = st.sampled_from(["", "unknown", *(hsds_id("cambodia", "term", kind) for kind in KINDS)])
lists = st.sampled_from(["", "unknown", hsds_id("cambodia", "taxonomy", TYPES)])
run = st.sampled_from(["", "unknown", *export().organizations])


@given(st.builds(HsdsQuestion, search=words, taxonomy_term_id=ids, taxonomy_id=lists, organization_id=run))
def test_what_is_found_is_what_reading_each_service_finds(asked):
    assert [id for id, _ in search().found(asked)] == read_one_by_one(asked)


def test_the_questions_of_this_file_find_some_and_not_all():
    for asked in ({"search": "health"}, {"taxonomy_term_id": hsds_id("cambodia", "term", "HEALTH")}):
        assert 0 < len(list(search().found(HsdsQuestion(**asked)))) < len(export().services)
    assert len(list(search().found(HsdsQuestion(search="  ")))) == len(export().services)


def test_capitals_and_places_to_break_a_line_make_no_difference():
    assert searched(["A\u200bB", "Straße"]) == "ab strasse"
    assert words_asked("b  LONG b") == ("long", "b")
