"""A view as the prompts of a call, in order; and what a key means there.

A prompt is one text as it was recorded, so nothing is said that a page would not say. What differs from
call to call is composed of prompts: a number digit by digit, an answer of its key and its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from kapea.core.dialogue.events import Answer, Move, Silence
from kapea.core.dialogue.look import CODE
from kapea.core.dialogue.once import AtPlace, Sent, place_mark
from kapea.core.dialogue.state import State
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.directory.phones import digits, phone_words
from kapea.core.directory.reasons import CAVEATS
from kapea.core.doors.limits import VOICE, choice_pages
from kapea.core.pack.model import Release
from kapea.core.present.blocks import before_contacts
from kapea.core.present.contact import VERBS, WARNINGS, contact_kind
from kapea.core.speech.speech_script import is_sayable, spoken_form, spoken_words, words_digest

KEYS = "0123456789*#"
"""Offered always: a switch swallows a key that is not."""
PERSON, MORE, LANGUAGE, REPEAT, BACK = "0", "4", "9", "*", "#"
COME_BACK = "7"
"""At the greeting alone, and not said there: whoever has a return code was told of it with the code."""
CHOICES = "123"
GO_ON, BEGIN = "1", "2"
"""Where somebody called a short while ago."""
COMPUTER = "word.computer-voice"
NO_ANSWER = ""
"""The key of no answer: to press what is not offered is to be not understood."""


class Prompt(msgspec.Struct, frozen=True):
    """What is played as one recording: the words of a text (id) in a language."""

    text: str
    language: str
    words: str

    @property
    def name(self) -> str:
        """The same for the same words, and telling nothing of them: it stands in the logs of switches."""
        return words_digest(self.words)


class MeantByKey(msgspec.Struct, frozen=True):
    """What a key does: an event; or, where nothing changes, which page of the answers is said next."""

    event: Sent | None = None
    page: int = 0


def prompt_of(release: Release, text: str, language: str) -> Prompt | None:
    """A text as a call says it; None where it has no words, or what it says is filled in while it is shown,
    such as a date: that is never recorded.
    """
    found = next((c for c in (language, release.default_language, "en") if release.has_text(text, c)), "")
    texts = release.texts.get(found, {})
    form = spoken_form(texts, text)
    words = spoken_words(texts, form)
    return Prompt(form, found, words) if is_sayable(words) else None


def greeting_prompts(release: Release, language: str, other: str, *, resumes: bool) -> tuple[Prompt, ...]:
    """What anybody may hear who picks up: nothing is said of why. `other`: a language that 9 leads to."""
    hello = _prompts(release, language, "word.call-go-on" if resumes else "word.call-hello")
    return (*hello, *_offered_language(release, other))


def screen_prompts(world: World, view: View, *, page: int = 0) -> tuple[Prompt, ...]:
    """A view in order: whoever is named, the lines, the question, the answers of a page by their keys.

    A later page says nothing again but the question.
    """
    said = list(_lines(world, view)) if page == 0 else list(_question(world, view))
    return (*said, *_answers(world.release, view, page))


def not_checked_prompts(release: Release, language: str) -> tuple[Prompt, ...]:
    """What is said once in a call of a pack that is not live: that nothing of it is checked yet."""
    return () if release.live else _prompts(release, language, "word.demo")


def keys_prompts(release: Release, language: str, other: str) -> tuple[Prompt, ...]:
    """Which keys hold at any time."""
    return (*_prompts(release, language, "word.call-keys"), *_offered_language(release, other))


def contact_prompts(
    release: Release, found: Match, language: str, *, brief: bool = False
) -> tuple[Prompt, ...]:
    """Somebody as a call names them: what to do, who, the number digit by digit, why, and how sure we are.
    A `brief` one leaves out why, not what may keep somebody from calling: nobody holds on for three lists.
    Of a pack that is not live a call says once, for all numbers, that they are not checked.
    """
    kind, service = contact_kind(found), found.service
    number = phone_words(found.phone.number, release.country) if found.phone is not None else ""
    where = [service.address] if kind == "place" else []
    doubts = CAVEATS if release.live else ()
    told = [c for c in found.reasons if c in (*WARNINGS, *doubts) or not (brief or c in CAVEATS)]
    why = [f"word.reason-{code}" for code in told]
    return (
        *_prompts(release, language, f"word.{VERBS[kind]}", service.name, *where),
        *digit_prompts(release, number, language),
        *_prompts(release, language, *why),
    )


def digit_prompts(release: Release, number: str, language: str) -> tuple[Prompt, ...]:
    """A number, each digit by itself; what stands between them is not said."""
    return _prompts(release, language, *(f"word.digit-{d}" for d in digits(number) if d.isdecimal()))


def listed_prompts(
    release: Release, language: str, said: Sequence[str], choices: Sequence[str], *, has_more: bool
) -> tuple[Prompt, ...]:
    """Texts, then a page of choices by their keys."""
    keyed = [_keyed(release, key, text, language) for key, text in zip(CHOICES, choices, strict=False)]
    more = [_keyed(release, MORE, "word.more", language)] if has_more else []
    return (*_prompts(release, language, *said), *(prompt for each in (*keyed, *more) for prompt in each))


def meaning_of_key(state: State, view: View, key: str, *, page: int, next_language: str) -> MeantByKey:
    """What a key means on a screen; empty: none was pressed. It answers that screen and no other."""
    mark, paged = place_mark(state), _paged(view)
    if key == "":
        return MeantByKey(AtPlace(mark, Silence()))
    if key == PERSON:
        return MeantByKey(Move("help"))
    if key == LANGUAGE and next_language:
        return MeantByKey(Move("language", next_language))
    if key == REPEAT:
        return MeantByKey(None, page)
    if key == BACK:
        return MeantByKey(AtPlace(mark, Move("back")))
    if key == MORE and len(paged) > 1:
        return MeantByKey(None, (page + 1) % len(paged))
    offered = dict(zip(CHOICES, paged[page % len(paged)], strict=False))
    return MeantByKey(AtPlace(mark, Answer(offered.get(key, NO_ANSWER))))


def _paged(view: View) -> tuple[tuple[str, ...], ...]:
    return choice_pages([offer.key for offer in view.offers], VOICE) or ((),)


def _lines(world: World, view: View) -> Iterator[Prompt]:
    """In the order of every door (render.lines_of)."""
    release, opening = world.release, before_contacts(view)
    yield from _prompts(release, view.language, *(shown.text for shown in opening))
    for n, found in enumerate(view.contacts):
        yield from contact_prompts(release, found, view.language, brief=n > 0)
    yield from _prompts(release, view.language, *(s.text for s in view.shown if s not in opening))
    if view.code:
        yield from _prompts(release, view.language, CODE)
        yield from digit_prompts(release, view.code, view.language)
    yield from _question(world, view)


def _question(world: World, view: View) -> tuple[Prompt, ...]:
    return _prompts(world.release, view.language, view.ask.text) if view.ask is not None else ()


def _answers(release: Release, view: View, page: int) -> Iterator[Prompt]:
    paged, offers = _paged(view), {offer.key: offer for offer in view.offers}
    for key, answer in zip(CHOICES, paged[page % len(paged)], strict=False):
        yield from _keyed(release, key, offers[answer].text, view.language)
    if len(paged) > 1:
        yield from _keyed(release, MORE, "word.more", view.language)


def _offered_language(release: Release, other: str) -> tuple[Prompt, ...]:
    """Another language by its own name, said in itself."""
    return _keyed(release, LANGUAGE, f"word.language-{other}", other) if other else ()


def _keyed(release: Release, key: str, text: str, language: str) -> tuple[Prompt, ...]:
    return _prompts(release, language, f"word.digit-{key}", text)


def _prompts(release: Release, language: str, *texts: str) -> tuple[Prompt, ...]:
    found = (prompt_of(release, text, language) for text in texts)
    return tuple(prompt for prompt in found if prompt is not None)
