"""K18 for what words pass on as a fact: a number to dial, a place in a menu. Neither without its record.

Whether a number answers and a menu is still so, no program can say: a record has sources, how sure, and an
end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.upkeep import document
from kapea.core.directory.trust import CONFIRMED
from kapea.core.languages.phrases import Phrases
from kapea.core.pack.model import Setting
from kapea.core.pack.problem import Place, Problem

SHORTEST = 3
"""Digits of the shortest number that people dial. A number of fewer is an age, a time or a count."""
LONGEST_HOUSE = 6
"""Digits from which a number in an address is that of a phone: no house, street or post code has as many."""
_ADDRESS = re.compile(r"service\..+\.address")
_NUMBER = re.compile(r"[+(#*]{0,2}\d(?:[ ()./-]{0,2}\d)*")


def numbers(case: CheckContext) -> Iterator[Problem]:
    """K18. A number stands in words only when a service has it; a house in a street is no such number."""
    known = known_numbers(case)
    for (text, language), words in case.searched.by_text.items():
        is_address = _ADDRESS.fullmatch(text) is not None
        for number in written(words):
            if pressed(number) not in known and (not is_address or len(pressed(number)) >= LONGEST_HOUSE):
                says = f"{language}: “{number}” is the number of no service that is shown"
                mend = "write the service with its sources in services/, or leave the number out"
                yield case.problem("K18", text, says, mend)


def known_numbers(case: CheckContext) -> frozenset[str]:
    """The digits of every number of a service that is shown."""
    services = case.release.directory.services.values()
    return frozenset(pressed(phone.number) for service in services for phone in service.phones)


def written(words: str) -> list[str]:
    """The numbers in some words that a person might dial, as they are written, in whichever digits."""
    found = (match.group() for match in _NUMBER.finditer(words))
    return [number for number in found if len(pressed(number)) >= SHORTEST]


def pressed(number: str) -> str:
    """The digits alone, as keys have them: ११६६ is 1166."""
    return "".join(str(int(c)) for c in number if c.isdecimal())


def menu_places(case: CheckContext) -> Iterator[Problem]:
    """K18. A place in a menu is named only with its record, of enough confidence, in the record's words."""
    lint, marks = case.release.lint.get("en"), case.release.marks
    phrases = Phrases(lint.menus if lint is not None else ())
    for text in case.english:
        mark, phrase = marks.get(text), phrases.find(case.searched.by_text[text, "en"])
        if phrase is not None and (mark is None or not mark.menu):
            says = f"this names a place in a menu (“{phrase}”) and no record of it"
            yield case.problem("K18", text, says, "add `menu: [id]` of a setting in menus/")
        for id in mark.menu if mark is not None else ():
            yield from _rests_on(case, text, id)
    used = {id for mark in marks.values() for id in mark.menu}
    walked = {node.screen.setting: node.id for node in case.release.nodes if node.screen is not None}
    for id in sorted(walked.keys() - used):
        yield from _is_sure(case, case.node_at(walked[id]), case.release.menus[id])
    for id in sorted((used | walked.keys()) & case.release.menus.keys()):
        yield from document(case, id, case.release.menus[id].upkeep)


def _rests_on(case: CheckContext, text: str, id: str) -> Iterator[Problem]:
    setting = case.release.menus.get(id)
    if setting is None:
        says = f"there is no setting “{id}”"
        yield case.problem("K18", text, says, "write it in menus/, or correct the id")
        return
    yield from _is_sure(case, case.place_of(text), setting)
    if not _says(setting, case.searched.by_text[text, "en"]):
        says = f"this rests on the setting {id} and says no word of its path"
        yield case.problem("K18", text, says, "say it in the words of the menu, or take out `menu:`")


def _is_sure(case: CheckContext, where: Place, setting: Setting) -> Iterator[Problem]:
    if setting.confidence not in CONFIRMED:
        says = f"the setting {setting.id} is {setting.confidence}, and shown as if it were sure"
        yield case.problem("K18", where, says, "find a second source, or leave the path out")


def _says(setting: Setting, words: str) -> bool:
    """Whether some words have one of the menu's, whole; what stands in brackets in a path is no word."""
    return Phrases((*setting.path, *setting.differs)).find(words) is not None
