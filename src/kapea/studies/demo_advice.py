"""What lies before the invented group that advises the study of trials and what it answers, and the pages
that go back to people who took part in nothing. Every word of it is invented, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from kapea.core.studies.advisory_answers import AdviceVerdict
from kapea.core.studies.advisory_text import AdviceWritten, QuoteRead, chosen_text
from kapea.core.studies.quote_bank import QuotePassage
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.summary_book import SummaryKind, summary_written
from kapea.people.ids import new_id
from kapea.studies.advisory_rows import (
    PLACE,
    FolderSeen,
    give_text_to_group,
    write_group_answer,
)
from kapea.studies.demo_gates import DemoTeam, require_taken
from kapea.studies.models import Study
from kapea.studies.output_rows import change_paper_book
from kapea.studies.queries import book_of
from kapea.studies.quote_rows import released_mark
from kapea.studies.session_rows import consent_of
from kapea.studies.study_keys import StudyCustody, make_study_key
from kapea.studies.summary_rows import SummaryPage
from kapea.studies.trail_names import StudyDeed

R = StudyRole
GIVEN = (
    "Demo, invented: what we would tell about this study.\n\n"
    "Many are ashamed, and so they ask nobody. It helps when a grown-up speaks against shame. "
    "We would ask offices to answer on one page: who helps first, and who after."
)
ANSWERED = "Demo, invented: say it shorter for children, and say first that nobody is to blame."
MOST_QUOTES_HERE = 2
INVENTED_PAGES: Mapping[tuple[SummaryKind, str], Mapping[str, str]] = {
    (SummaryKind.PARTICIPANTS, "en"): {
        "title": "What we heard (invented)",
        "asked": "Who helps when life online goes wrong?",
        "heard-1": "Shame keeps many people quiet.",
        "heard-2": "It helps when somebody goes along.",
        "heard-3": "People like to be shown how something is done.",
        "not-heard": "We did not hear children who are not in school.",
        "what-now": "We tell offices what we learned. No names stand in it.",
        "thanks": "Thank you for your time.",
    },
    (SummaryKind.PARTICIPANTS, "km"): {
        "title": "អ្វីដែលយើងបានឮ (រឿងប្រឌិត)",
        "asked": "នរណាជួយ ពេលមានបញ្ហាលើអ៊ីនធឺណិត?",
        "heard-1": "ភាពអៀនខ្មាសធ្វើឱ្យមនុស្សជាច្រើននៅស្ងៀម។",
        "heard-2": "មានគេទៅជាមួយ គឺជាជំនួយ។",
        "heard-3": "មនុស្សចូលចិត្តឱ្យគេបង្ហាញរបៀបធ្វើ។",
        "not-heard": "យើងមិនបានឮកុមារដែលមិនរៀននៅសាលា។",
        "what-now": "យើងប្រាប់ការិយាល័យនូវអ្វីដែលយើងបានរៀន។ ក្នុងនោះគ្មានឈ្មោះទេ។",
        "thanks": "អរគុណចំពោះពេលវេលារបស់អ្នក។",
    },
    (SummaryKind.CHILDREN, "en"): {
        "title": "What we heard (invented)",
        "asked": "Who helps when something online feels bad?",
        "heard-1": "It is hard to tell somebody.",
        "heard-2": "Going together is easier.",
        "heard-3": "Kind words help.",
        "not-heard": "We did not meet everybody.",
        "what-now": "We ask grown-ups to listen better.",
        "thanks": "Thank you!",
    },
    (SummaryKind.CHILDREN, "km"): {
        "title": "អ្វីដែលយើងបានឮ (រឿងប្រឌិត)",
        "asked": "នរណាជួយ ពេលមានរឿងមិនល្អលើអ៊ីនធឺណិត?",
        "heard-1": "ការប្រាប់គេគឺពិបាក។",
        "heard-2": "ទៅជាមួយគ្នាងាយជាង។",
        "heard-3": "ពាក្យល្អៗជួយបាន។",
        "not-heard": "យើងមិនបានជួបគ្រប់គ្នាទេ។",
        "what-now": "យើងសុំឱ្យមនុស្សធំស្តាប់ឱ្យបានល្អជាង។",
        "thanks": "អរគុណ!",
    },
}
"""Of invented people, in words that no native speaker has read."""


def ask_demo_group(
    row: Study, by: DemoTeam, claims: tuple[StudyClaim, ...], quotes: list[QuotePassage], at: datetime
) -> None:
    """The investigator lays a text before the group; whoever speaks for it answers. Outside a transaction."""
    lead, group = by[R.INVESTIGATOR], by[R.ADVISORY_GROUP]
    key, day = make_study_key(lead, row, StudyCustody.ADVICE, at=at), book_of(row).standing.day(at)
    chosen = [QuoteRead(each, released_mark(row, each.session)) for each in quotes[:MOST_QUOTES_HERE]]
    text = chosen_text(new_id(), GIVEN, claims, chosen, consent_of(row))
    written = AdviceWritten(text.id, AdviceVerdict.AGREES, ANSWERED, day)
    with transaction.atomic():
        require_taken(give_text_to_group(lead, row, FolderSeen(row.turn, -1, key), text, at=at))
        seen = FolderSeen(row.turn, row.sealed_texts.get(session="", kind=PLACE.kind).turn, key)
        require_taken(write_group_answer(group, row, seen, written, at=at))


def write_demo_pages(row: Study, by: DemoTeam, at: datetime) -> None:
    """Writes the pages for people and for children; nobody makes a paper of one. Outside a transaction."""
    author = by[R.AUTHOR]
    for (kind, language), texts in INVENTED_PAGES.items():
        page = SummaryPage(kind, language)
        key = make_study_key(author, row, StudyCustody.OUTPUT, at=at)
        step = partial(summary_written, texts=texts, by=author.user)
        with transaction.atomic():
            change_paper_book(author, row, key, page.paper, -1, step, StudyDeed.SUMMARY, at=at)
