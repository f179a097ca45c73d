"""K18 for addresses: where a site is found stands in a service, with its sources, and in no sentence.

A sentence is translated five times and read aloud; an address in it grows old in silence, and leads wherever
its new owner likes. In a menu it is a word of the app's, and rests on the record of that menu.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.pack.problem import ASKED_SINCE, Problem

_ENDS = "com|org|net|info|gov|app|io|kh|ke|np|ph|uk"
_SITE = re.compile(
    rf"(?:https?://|www\.)\S+|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:{_ENDS})(?![\w-])|\w[\w.+-]*@[\w-]+\.\w+",
    re.IGNORECASE,
)
OTHERS = re.compile(r"menu\..*|service\..*\.name")
"""Words of an app, and names: some are called after their site."""


def no_addresses(case: CheckContext) -> Iterator[Problem]:
    """K18."""
    for language in case.release.languages:
        for id, words in case.release.texts.get(language, {}).items():
            text = id.split("~", 1)[0]
            if "." not in words and "@" not in words and "//" not in words:
                continue
            found = _SITE.search(words)
            if found is not None and OTHERS.fullmatch(text) is None:
                says = f"{language}: “{found.group()}” is an address, and stands in a sentence"
                mend = "write it as `website:` of a service in services/, and name the service here"
                yield case.problem("K18", text, says, mend, at=case.seen.place(text), reason=ASKED_SINCE)
