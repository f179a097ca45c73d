"""What is said, each text and language read once: K09, K10, K12, K17, K21 and long sentences (L01)."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.listed_words import ListedWords, words_apart
from kapea.core.checker.readers import DIRECTORY, NOBODY_YET, YOUNG
from kapea.core.checker.watched import tells_home
from kapea.core.directory.trust import CONFIRMED
from kapea.core.languages import known
from kapea.core.languages.phrases import count_words, most_words, plain, sentences
from kapea.core.pack.model import Lint
from kapea.core.pack.problem import Problem

ADULTS_AND_ANYONE = ("caregiver", "community", "professional", NOBODY_YET)
MOST_FIRST_WORDS = 12
"""English words of the first words: what a frightened person takes in at one look."""
KINDS = frozenset({"choose", "yesno", "each", "end"})


def no_media(case: CheckContext) -> Iterator[Problem]:
    """K09."""
    for node in case.release.nodes:
        if node.kind not in KINDS:
            yield case.problem(
                "K09", case.node_at(node.id), f"this takes another input: {node.kind}", "offer choices"
            )
    for text, language, phrase in case.searched.hits(lambda lint: lint.media, case.english):
        says = f"this asks for a picture, file or recording ({language}: “{phrase}”)"
        at = case.seen.place(text)
        yield case.problem("K09", text, says, "ask for words, a name or a link; never for a picture", at=at)


def home_is_unsafe(case: CheckContext) -> Iterator[Problem]:
    """K10. A text on a page is read by people of whom nothing is known."""
    for text, how in tells_home(case.searched).items():
        at = case.seen.home_open.get(text, -1)
        if at >= 0 or NOBODY_YET in case.readers(text):
            says = f"this says to tell those at home ({how}), and home may be the danger"
            yield case.problem(
                "K10", text, says, "give it the selector home=safe, and another wording besides", at=at
            )


def no_kin(case: CheckContext) -> Iterator[Problem]:
    """K10. A relative who is named to a young person while home is open may be the one who hurts."""
    excused = kin_excused(case)
    for language in case.release.languages:
        kin = ListedWords((case.release.lint.get(language) or Lint()).kin)
        for text, at in case.seen.young_home_open.items() if kin else ():
            said = kin.first(case.searched.by_text.get((text, language), ""))
            if said is not None and text not in excused and text not in case.seen.labels:
                says = f"{language}: this names a relative (“{said}”), and home may be the danger"
                mend = (
                    "give it the selector home=safe; or say who, and why, in lint/en.yaml: `otherwise: kin:`"
                )
                yield case.problem("K10", text, says, mend, at=at)


def kin_excused(case: CheckContext) -> set[str]:
    """Texts whose reason names each relative that the English names: no other may take their place."""
    lint = case.release.lint.get("en") or Lint()
    kin = ListedWords(lint.kin)
    said = {text: case.searched.by_text.get((text, "en"), "") for text in lint.otherwise.get("kin", {})}
    return {
        text
        for text, reason in lint.otherwise.get("kin", {}).items()
        if {w for w in words_apart(said[text]) if kin.is_one(w)} <= set(words_apart(plain(reason)))
    }


def seemly(case: CheckContext) -> Iterator[Problem]:
    """K12. Where help is has a name, and many a place is named after a river or a bridge: whether such a name
    says a means is told by its English, which has a word of its own for the thing and none for the name.
    """
    for text, language, phrase in case.searched.hits(lambda lint: tuple(lint.banned), case.english):
        instead = case.searched.instead(language, phrase) or "leave it out"
        at = case.seen.place(text)
        yield case.problem(
            "K12", text, f"{language}: “{phrase}” is never said", f"say instead: {instead}", at=at
        )
    means = list(case.searched.hits(lambda lint: lint.methods, case.english))
    in_english = {text for text, language, _ in means if language == "en"}
    for text, language, phrase in means:
        if is_name(text) and text not in in_english:
            continue
        if any(who in (*YOUNG, NOBODY_YET) for who in case.readers(text)):
            says = f"{language}: “{phrase}” is a means of self-harm, where a child may read it"
            at = case.seen.place(text, (*YOUNG, NOBODY_YET))
            yield case.problem("K12", text, says, "leave it out, or say it to adults only", at=at)


def is_name(text: str) -> bool:
    """Whether a text of the directory is the name of a place or a service, or where it is."""
    begins, _, rest = text.partition(".")
    return begins == "area" or (begins == "service" and rest.endswith((".name", ".address")))


def lawful(case: CheckContext) -> Iterator[Problem]:
    """K17. Names in the directory are names: a service of type LEGAL may say so, and has its own sources."""
    marks = case.release.marks
    said = [t for t in case.english if not t.startswith(DIRECTORY)]
    for text, language, phrase in case.searched.hits(lambda lint: lint.legal, said):
        if text not in marks or not marks[text].law:
            says = f"this says something legal ({language}: “{phrase}”) and names no law record"
            mend = "add `law: [id]` of a record in law/, or say it without the law"
            yield case.problem("K17", text, says, mend, at=case.seen.place(text))
    for text, mark in marks.items():
        for id in mark.law:
            yield from _rests_on(case, text, id)


def _rests_on(case: CheckContext, text: str, id: str) -> Iterator[Problem]:
    law = case.release.law.get(id)
    if law is None:
        yield case.problem(
            "K17", text, f"there is no law record “{id}”", f"write law/{id}.yaml, or leave it out"
        )
        return
    if not law.upkeep.sources or not law.upkeep.state:
        yield case.problem("K17", id, f"law record {id} has no sources or no review state", "add both")
    if law.confidence not in CONFIRMED:
        says = f"the law record {id} is {law.confidence}, and shown as if it were sure"
        yield case.problem("K17", text, says, "find a second source, or say it without the law")


def discreet(case: CheckContext) -> Iterator[Problem]:
    """K21."""
    for text, language, phrase in case.searched.hits(lambda lint: lint.reveals, case.english):
        if any(who in ADULTS_AND_ANYONE for who in case.readers(text)):
            says = f"an adult may read here what a child told or can do ({language}: “{phrase}”)"
            at = case.seen.place(text, ADULTS_AND_ANYONE)
            yield case.problem(
                "K21", text, says, "say it so that someone who harms the child learns nothing", at=at
            )


def short(case: CheckContext) -> Iterator[Problem]:
    """L01."""
    for text in case.conversational:
        for language, words in case.words(text):
            most = known.language(language).most_words
            may_be_long = most and most_words(words) > most
            long = (each for each in sentences(words) if most_words(each) > most) if may_be_long else ()
            longest = max(long, key=count_words, default="")
            if count_words(longest) > most:
                says = f"{language}: {count_words(longest)} words in one sentence: “{longest}”"
                mend = f"at most {most}; make it two sentences"
                yield case.problem("L01", text, says, mend, at=case.seen.place(text))
            if language == "en" and text in case.seen.firsts and count_words(words) > MOST_FIRST_WORDS:
                says = f"the first words are {count_words(words)} words"
                mend = f"at most {MOST_FIRST_WORDS}: one breath"
                yield case.problem("L01", text, says, mend, at=case.seen.firsts[text])
