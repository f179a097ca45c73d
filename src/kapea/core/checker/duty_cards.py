"""K17 and K18 for what staff are told of a duty to report: where it is from, how sure, until when; and no
*must* where it is not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.upkeep import is_past
from kapea.core.languages.phrases import Phrases, plain
from kapea.core.pack.problem import Problem

MUST = Phrases(("must", "have to", "has to", "obliged", "required to", "break the law", "breaks the law"))
LEAD = Phrases(("ask your lead",))


def duties_sourced(case: CheckContext) -> Iterator[Problem]:
    """K18. An expired card is a warning, also of what is live: staff then treat it as a duty."""
    for id, card in case.release.duties.items():
        kept = card.upkeep
        for source in kept.sources or ("",):
            if source not in case.release.known_sources:
                mend = "`sources: [ids of sources.yaml]`, each written there"
                yield case.problem("K18", id, f"{id} names no source that is listed", mend)
        if not kept.expires:
            yield case.problem("K18", id, f"{id} does not say when to look at it again", "write `expires:`")
        elif is_past(case, kept.expires):
            says, mend = f"{id} expired on {kept.expires}", "have a lawyer look, and move the date"
            yield case.problem("K18", id, says, mend, severity="warning")


def duties_claim_no_more(case: CheckContext) -> Iterator[Problem]:
    """K17. What no lawyer confirmed says “ask your lead”, and never that somebody must."""
    for id, card in case.release.duties.items():
        if card.is_confirmed:
            continue
        words = {text: plain(case.release.staff_text(text, "en")) for text in card.texts}
        for text, said in words.items():
            if (phrase := MUST.find(said)) is not None:
                says = f"{id} is not confirmed, and says “{phrase}”"
                yield case.problem("K17", text, says, "say what was read, and “ask your lead”")
        if not any(LEAD.find(said) for said in words.values()):
            says = f"{id} is not confirmed, and does not say “ask your lead”"
            yield case.problem("K17", id, says, "say it in `rule`, `to` or `by-when`")


def duties_translated(case: CheckContext) -> Iterator[Problem]:
    """K14. Staff read each card in each language of the country."""
    texts = [text for card in case.release.duties.values() for text in card.texts]
    for language in case.release.languages:
        said = case.release.staff_texts.get(language, {})
        lacking = [text for text in texts if text not in said]
        if lacking:
            says = f"{language}: {len(lacking)} texts of duty cards are not translated ({lacking[0]} …)"
            mend = "kapea translate update, and fill duty_to_report.po"
            yield case.problem("K14", lacking[0], says, mend, severity="warning")


def duties_seemly(case: CheckContext) -> Iterator[Problem]:
    """K12. Staff are told in no other words than children of what was done to a child."""
    for language, texts in case.release.staff_texts.items():
        lint = case.release.lint.get(language)
        never = Phrases(lint.banned if lint is not None else ())
        for text, words in texts.items():
            if (phrase := never.find(plain(words))) is not None:
                yield case.problem("K12", text, f"{language}: “{phrase}” is never said", "say it plainly")
