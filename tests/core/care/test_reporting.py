"""A report that is due at once: where the country's card says so, of what a child tells, to one of many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.packs import COUNTRIES, built

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import CameBy, Registered, WhoAsked
from kapea.core.care.contact_reasons import ONLINE, ContactReason
from kapea.core.care.duty_cards import DutyStatus
from kapea.core.care.reporting import (
    ABUSE_ONLINE,
    ESCALATES_AFTER,
    ReportRefused,
    check_report,
    escalates_at,
    owes_report,
    staff_cards,
    urgent_card,
)

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
PH = built("philippines").release


def first(reason=ContactReason.GROOMING, who=WhoAsked.CHILD) -> Registered:
    return Registered(age_band=AgeBand.FROM_12, who_asked=who, came_by=CameBy.CALL, reasons=(reason,))


@pytest.mark.parametrize("pack", COUNTRIES)
def test_cw_31_each_country_has_its_cards_and_no_text_that_a_child_may_meet_has_a_line_of_one(pack):
    release = built(pack).release
    cards = staff_cards(release, at=AT)
    assert cards
    for card in cards:
        assert (card.country, card.status) == (release.country, DutyStatus.TREAT_AS_DUTY)
        assert card.sources
        assert card.duty.upkeep.expires
    for language in release.languages:
        lines = [release.staff_text(text, language) for card in cards for text in card.duty.texts]
        met = "\n".join(release.texts[language].values())
        long = [line for line in lines if len(line) > 30]
        assert long
        assert [line for line in long if line in met] == []


def test_cw_32_at_once_only_where_the_country_names_offices_to_choose_from():
    assert {pack for pack in COUNTRIES if urgent_card(built(pack).release, at=AT)} == {"philippines"}


@pytest.mark.parametrize("reason", ContactReason)
@pytest.mark.parametrize("who", WhoAsked)
def test_cw_32_what_a_child_tells_of_abuse_online_is_owed_without_anybody_thinking_of_it(reason, who):
    owed = reason in ABUSE_ONLINE and who in (WhoAsked.CHILD, WhoAsked.FRIEND)
    assert owes_report(PH, first(reason, who), at=AT) == owed
    assert not owes_report(built("kenya").release, first(reason, who), at=AT)


def test_sexual_abuse_online_is_all_of_what_is_online_but_what_need_not_be_sexual():
    assert {ContactReason.ONLINE_HARASSMENT, ContactReason.IMPERSONATION} == ONLINE - ABUSE_ONLINE


def test_cw_32_it_climbs_before_the_day_is_over():
    assert timedelta() < ESCALATES_AFTER < timedelta(hours=24)
    assert escalates_at(AT) == AT + ESCALATES_AFTER


def test_cw_32_to_one_of_at_least_two_of_which_none_is_kin():
    card = urgent_card(PH, at=AT)
    every = [id for id, _ in card.duty.offices]
    given = {"office": "police", "made_at": AT, "at": AT}
    check_report(card, kin=every[:3], **given)
    for kin, why in (({"police"}, "report-office"), (set(every) - {"police"}, "report-ask-lead")):
        with pytest.raises(ReportRefused, match=why):
            check_report(card, kin=kin, **given)
    with pytest.raises(ReportRefused, match="report-office"):
        check_report(card, kin=(), office="somebody else", made_at=AT, at=AT)
    with pytest.raises(ReportRefused, match="report-later"):
        check_report(card, kin=(), office="police", made_at=AT + timedelta(minutes=1), at=AT)
