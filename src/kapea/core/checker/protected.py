"""K26: sentences on which safety rests say what they must, in every language; no small word is missing.

Word lists find what must not be said. These are the other way round: what must be said, each with the ways to
say it that a language's list names, all of which must stand there. A translation that says the opposite, or
leaves out the half that warns, is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapea.core.care.way_in import WAY_OFFER
from kapea.core.checker.context import CheckContext
from kapea.core.checker.word_lists import severity_of_lack
from kapea.core.directory.reasons import CODES
from kapea.core.pack.model import Lint
from kapea.core.pack.problem import Place, Problem
from kapea.core.understanding.flags import Ways
from kapea.core.understanding.spelling import spelled

PROTECTED = (
    "help.machine",
    "help.not-kept",
    "word.demo",
    "word.reason-not-dialled",
    "word.reviewed-by-nobody",
    "word.note-media",
    "word.no-cookies",
    "word.nothing-here",
    "word.write-lead",
    "word.write-here",
    "word.form-here",
    "word.keep-found",
    "word.keep-stays",
    "word.keep-leave",
    "word.computer-voice",
)
"""Texts that every pack has and that say who is speaking, what is kept, what was checked, what stays behind.
Lists may protect more, by id: every wording of it, for whomever it is, must say so.
"""
_NEEDED = """
find-near form-copy form-many form-copied form-missing form-file form-long form-data form-link
form-made note-heard note-nothing yes no unsure more help back repeat language leave restart begin call
send-sms chat-hello chat-gone chat-late
or-write open-site nobody-else demo reviewed-by-nobody cannot-go-on lost no-cookies slow-down
nothing-here gone note-unreadable note-silence note-media note-timeout note-again note-aged
not-found skip keys send choose-one choose-country write-instead write-lead shared-phone purpose
computer-voice find-lead find-area find-anywhere find-go find-none find-again sources go-there keep
keep-first keep-found keep-stays keep-leave keep-shared keep-data keep-do keep-wait keep-done
keep-open keep-remove keep-removed keep-failed keep-write keep-from keep-old print-lead print-keeps
print-until print-fold print-word print-other-word page-word page-find page-private page-about
page-more page-all-settings page-print page-countries page-languages page-write page-form page-tell write-here
write-gone write-print write-clear form-who form-here form-never form-make form-look form-template
form-title phrases-unchecked phrases-nobody phrases-child phrases-danger phrases-place
phrases-neighbour phrases-point phrase-say-this reason-not-holidays
call-hello call-go-on call-keys call-connect call-bye
digit-0 digit-1 digit-2 digit-3 digit-4 digit-5 digit-6 digit-7 digit-8 digit-9
listen cannot-read unread-call unread-say unread-tap print-cut print-forward draft
certificate-title certificate-name certificate-did-first certificate-did-renewed certificate-content
certificate-rehearsal certificate-observed certificate-referrals certificate-one-hour certificate-hours
certificate-six certificate-check-stops certificate-check-believes certificate-check-promises-nothing
certificate-check-asks-nothing certificate-check-calls-outside certificate-check-stays
certificate-programme certificate-country certificate-level certificate-first certificate-renewed
certificate-given certificate-lapses certificate-code certificate-look certificate-nobody
certificate-card certificate-two certificate-sign certificate-lead certificate-type certificate-see
certificate-kept certificate-counts certificate-lapsed certificate-withdrawn certificate-unknown
certificate-elsewhere certificate-nothing certificate-figures certificate-short certificate-long
certificate-mistyped page-certificate ask-keep
cards-number cards-look cards-counted cards-tap cards-none cards-code-offer cards-code-why
cards-code-again cards-code-before cards-code-how cards-code-never cards-code-gone cards-code
cards-code-wrong cards-thanks cards-other
"""
NEEDED = (*_NEEDED.split(), *(f"reason-{code}" for code in CODES))
"""Small words without which a screen, a button or a warning would be empty."""
NEEDED_TO_LEARN = tuple(
    re.findall(
        r"[a-z-]+",
        """
        learn-band learn-who learn-before learn-know-these learn-all learn-again learn-real learn-code
        learn-minutes learn-is-done learn-next-here learn-code-ask learn-code-shared lead-lessons
        lead-stories learn-done learn-go note-code note-code-wrong
        """,
    )
)
"""The same where there are lessons, stories or practice conversations."""
NEEDED_FOR_WORKSHOPS = (
    *("workshop-call", "workshop-edition", "workshop-facilitators", "workshop-next", "workshop-people"),
    *("workshop-pictures", "workshop-reviewed"),
)
"""The same where there are workshops: on their cards, and on the pages that a school is given."""
NEEDED_TO_ANSWER = tuple(
    re.findall(
        r"[a-z-]+",
        """
        way-code page-way way-danger way-none way-contact way-message way-read-by way-wait way-limit
        way-no-name way-whom way-level way-level-red way-level-orange way-level-yellow way-who way-who-child
        way-who-adult way-signs way-words way-words-hint way-how way-how-call way-how-text-message
        way-how-chat-app way-reach way-days way-from way-to way-others way-others-wrong-number
        way-others-nothing way-consent-keep way-consent-call way-days-kept way-missing way-not-sent
        page-code way-code-once way-code-card way-code-other way-code-pictures way-code-back way-code-lost
        way-back-type way-back-go way-back-ask way-back-pick way-back-not-now way-back-people way-back-later
        way-throw way-thrown way-more way-sent way-no-calls way-calls-stopped way-all-back way-taken-back
        way-looks way-look way-looks-none way-erase way-erase-sure way-erase-pictures way-erased
        way-erase-tomorrow way-keep way-kept sign-boat sign-cup sign-fish sign-key sign-ladder sign-light
        sign-map sign-star sign-sun sign-tree sign-umbrella sign-bell news-waiting news-waiting-long
        news-taken news-closed news-answer news-being-prepared news-sent news-received news-accepted
        news-declined news-started news-news news-did-you-get-it news-still-waiting news-we-ask-them
        news-confirmed news-ended news-we-find-another news-stopped says-yes says-not-yet says-nobody-came
        says-stop way-back-yes way-back-throw way-back-second way-back-took way-back-soon-gone
        way-back-stays way-back-elsewhere way-back-close way-code-call news-answer-there
        """,
    )
)
"""The same where people may answer: on the way in and the way back."""
MEND = "say it so; or a native speaker adds a way to say it under `protected:` in lint/{}.yaml"


_PARTS = re.compile("[/ ]")


def small_words_are_there(case: CheckContext) -> Iterator[Problem]:
    """K26. A pack with a words.yaml of its own may not leave one out."""
    there = case.release.texts.get("en", {})
    to_learn = NEEDED_TO_LEARN if case.release.units else ()
    to_answer = NEEDED_TO_ANSWER if f"word.{WAY_OFFER}" in there else ()
    workshops = NEEDED_FOR_WORKSHOPS if case.release.workshops else ()
    missing = [name for name in (*NEEDED, *to_learn, *workshops, *to_answer) if f"word.{name}" not in there]
    for name in missing:
        place = Place(f"{case.release.id}/words.yaml", key=name)
        mend = "write it, or extend `common` and begin words.yaml with `changes: common`"
        yield case.problem("K26", place, f"there is no word “{name}”: a screen would be empty there", mend)


def says_what_it_must(case: CheckContext) -> Iterator[Problem]:
    """K26."""
    english, wordings = (case.release.lint.get("en") or Lint()).protected, _wordings(case)
    for language in case.release.languages:
        held = (case.release.lint.get(language) or Lint()).protected
        for id in dict.fromkeys((*PROTECTED, *english)):
            texts = wordings.get(id, [])
            if id not in texts:
                yield from _not_for_everyone(case, language, id)
            elif not held.get(id):
                place = Place(f"{case.release.id}/lint/{language}.yaml", key="protected")
                mend = f"a native speaker writes them under `protected: {id}:`"
                says, how = f"{language}: no ways are listed to say {id}", severity_of_lack(case, language)
                yield case.problem("K26", place, says, mend, severity=how)
            for text in texts if held.get(id) else ():
                yield from _lacks(case, language, text, held[id])


def _wordings(case: CheckContext) -> dict[str, list[str]]:
    """By id, the text itself and its other wordings for somebody: `id/child`, `id/child 9-11`."""
    found: dict[str, list[str]] = {}
    for text in case.english:
        for end in (*(match.start() for match in _PARTS.finditer(text)), len(text)):
            found.setdefault(text[:end], []).append(text)
    return found


def _not_for_everyone(case: CheckContext, language: str, id: str) -> Iterator[Problem]:
    if language == "en":
        says = f"{id} is not said, or not to everybody, and it must be"
        yield case.problem("K26", id, says, "write it without a selector, or with one for `any`")


def _lacks(case: CheckContext, language: str, text: str, ways: tuple[str, ...]) -> Iterator[Problem]:
    words = case.release.texts.get(language, {}).get(text)
    for way in ways if words is not None else ():
        if not Ways([way]).stand_in(spelled(words or "")):
            says = f"{language}: this must say “{way}”, and does not: “{words}”"
            yield case.problem("K26", text, says, MEND.format(language), at=case.seen.place(text))
