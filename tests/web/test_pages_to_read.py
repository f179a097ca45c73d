"""The pages that need no conversation say who can help, in the reader's language, and lead back."""

import pytest
from tests.packs import AT, world
from tests.web.worlds import SPOKEN_IN, shipped_worlds

from kapea.core.directory.trust import is_shown
from kapea.core.platform_notice.notice import FIELDS, RULES
from kapea.web.public import countries, find_services, navigation, notes, refuge, text_pages
from kapea.web.public.frame import TITLE, frame

everywhere = pytest.mark.parametrize(("pack", "language"), SPOKEN_IN)


@pytest.fixture(autouse=True)
def _several_countries(settings):
    settings.KAPEA_PACKS = ["cambodia", "kenya", "nepal", "philippines"]


class TestFindServices:
    @everywhere
    def test_every_kind_that_is_offered_leads_to_somebody(self, pack, language):
        here = world(pack)
        for link in find_services.service_types_page(here, language).links:
            number = int(link.href.rpartition("=")[2])
            page = find_services.services_page(here, language, number, "", at=AT)
            assert page is not None, link
            assert page.contacts, link

    @everywhere
    def test_nobody_is_named_who_must_not_be(self, pack, language):
        here = world(pack)
        hidden = {
            here.release.text(s.name, language) for s in here.directory.services.values() if not is_shown(s)
        }
        shown = {here.release.text(s.name, language) for s in here.directory.services.values() if is_shown(s)}
        for number in range(1, len(here.directory.types) + 1):
            page = find_services.services_page(here, language, number, "", at=AT)
            assert not {card.name for card in page.contacts} & (hidden - shown)

    @pytest.mark.parametrize("number", [-1, 0, 999])
    def test_a_kind_that_is_none_has_no_page(self, number):
        assert find_services.services_page(world("cambodia"), "km", number, "", at=AT) is None

    def test_a_place_that_is_none_is_no_place(self):
        anywhere = find_services.services_page(world("kenya"), "en", 1, "", at=AT)
        nowhere = find_services.services_page(world("kenya"), "en", 1, "<script>", at=AT)
        assert nowhere == anywhere
        assert not any(area.chosen for area in nowhere.areas)

    def test_the_place_that_is_looked_at_is_the_chosen_one(self):
        here = world("cambodia")
        code = next(iter(here.directory.areas))
        page = find_services.services_page(here, "km", 1, code, at=AT)
        assert [area.code for area in page.areas if area.chosen] == [code]

    @everywhere
    def test_no_address_says_what_is_looked_for(self, pack, language):
        for link in find_services.service_types_page(world(pack), language).links:
            assert link.href.rpartition("=")[2].isdecimal()


class TestTextPages:
    @everywhere
    @pytest.mark.parametrize("number", sorted(text_pages.BLOCKS))
    def test_each_has_a_heading_and_words(self, pack, language, number):
        page = text_pages.text_page(world(pack), language, number)
        assert page.heading
        lines = [line for group in page.groups for line, _ in group.lines]
        block = world(pack).release.blocks[text_pages.BLOCKS[number]]
        assert all(lines)
        assert len(lines) == len(block.lines) > 2, "no line is lost between headings"
        assert len(page.groups) == max(1, len(block.headings))

    @everywhere
    def test_what_nobody_signed_says_so(self, pack, language):
        """Ours is draft: no page claims a review that no one did."""
        for number in text_pages.BLOCKS:
            assert not text_pages.text_page(world(pack), language, number).reviewed

    def test_a_number_that_is_none_has_no_page(self):
        assert text_pages.text_page(world("nepal"), "ne", 9) is None


class TestRefuge:
    @everywhere
    @pytest.mark.parametrize("word", ["cannot-go-on", "not-found", "lost", "slow-down"])
    def test_whatever_failed_somebody_can_be_called(self, pack, language, word):
        page = refuge.refuge_page(world(pack), language, word, at=AT)
        assert page.says
        assert any(card.href.startswith("tel:") for card in page.contacts)

    @everywhere
    def test_the_way_to_begin_again_stays_in_the_country(self, pack, language):
        here = world(pack)
        assert (
            refuge.refuge_page(here, language, "lost", at=AT).action
            == f"/{language}-{here.release.country.lower()}/"
        )


class TestCountries:
    def test_each_stands_in_its_own_words_with_a_number(self):
        page = countries.countries_page(shipped_worlds(), at=AT)
        assert [country.english for country in page.countries] == [
            "Cambodia",
            "Kenya",
            "Nepal",
            "Philippines",
        ]
        assert all(any(card.href.startswith("tel:") for card in country.dials) for country in page.countries)

    def test_each_language_is_named_in_itself(self):
        page = countries.countries_page(shipped_worlds(), at=AT)
        named = {way.code: way.name for country in page.countries for way in country.ways}
        assert named.keys() == {"km", "sw", "ne", "fil", "en"}
        assert len(set(named.values())) == len(named)


class TestNavigation:
    @everywhere
    def test_every_way_of_the_foot_has_words_and_a_drawing(self, pack, language):
        here = world(pack)
        for link in navigation.footer_links(here, language):
            assert link.words
            assert link.picture in here.release.pictures

    @everywhere
    def test_what_a_country_does_not_have_is_not_offered(self, pack, language):
        here = world(pack)
        offered = [link.href.rpartition("/")[2] for link in navigation.more_page(here, language).links]
        own = {at for at, each in navigation.OWN.items() if each.journey in here.release.journeys}
        assert set(offered) == own | {"print"}

    def test_a_journey_that_is_not_there_has_no_page_before_it(self):
        from tests.web.worlds import small_worlds

        (small,) = small_worlds(1)
        missing = [at for at, each in navigation.OWN.items() if each.journey not in small.release.journeys]
        assert missing
        assert all(navigation.journey_intro(small, "en", at) is None for at in missing)


class TestNotes:
    @everywhere
    def test_what_is_asked_for_is_never_a_picture(self, pack, language):
        page = notes.notes_page(world(pack), language)
        assert [field.name for field in page.fields] == list(notes.LINES)
        assert not {"picture", "photo", "image", "file"} & {field.name for field in page.fields}

    @everywhere
    def test_a_notice_has_each_field_and_each_rule_in_words(self, pack, language):
        page = notes.notice_page(world(pack), language)
        assert [field.name for field in page.fields] == list(FIELDS)
        assert [field.name for field in page.rules] == list(RULES)
        assert all(field.label for field in (*page.fields, *page.rules))

    @everywhere
    def test_whoever_has_no_script_finds_every_line_to_fill_in(self, pack, language):
        page = notes.notice_page(world(pack), language)
        lines = [line for line in page.template.splitlines() if line.strip()]
        assert len(lines) >= len(FIELDS)


class TestFrame:
    @everywhere
    def test_the_title_says_nothing_of_what_is_read(self, pack, language):
        assert frame(world(pack), language, "find?t=1", at=AT).title == TITLE

    @everywhere
    def test_the_other_language_leads_to_this_very_place(self, pack, language):
        around = frame(world(pack), language, "find?t=3", at=AT)
        assert all(link.href.endswith("/find?t=3") for link in around.other_languages)
        assert language not in {link.code for link in around.other_languages}

    @everywhere
    def test_a_number_to_call_stands_on_every_page(self, pack, language):
        assert frame(world(pack), language, at=AT).dial.href.startswith("tel:")

    @everywhere
    def test_a_draft_says_that_it_is_a_trial(self, pack, language):
        assert frame(world(pack), language, at=AT).demo

    def test_leave_goes_where_the_programme_says(self, settings):
        settings.KAPEA_LEAVE_TO = "https://weather.example/"
        assert frame(world("kenya"), "sw", at=AT).leave_to == "https://weather.example/"
        settings.KAPEA_LEAVE_TO = ""
        assert frame(world("kenya"), "sw", at=AT).leave_to == world("kenya").release.leave_to
