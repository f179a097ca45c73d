"""The files of a pack that is only begun, and what is missing in it. Nothing in them is invented.

It has every word in English, the worldwide services whose operators say themselves that they serve every
country, and not one telephone number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kapea.core.authoring import new_country_templates


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a country at the start: an id for its folder, its ISO code, its name, one language.

    `spoken` is the language's English name and `own_name` its own. `is_new`: the common pack has no word list
    and no name for this language yet.
    """

    id: str
    country: str
    name: str
    language: str
    spoken: str
    own_name: str
    time_zone: str
    is_new: bool

    @property
    def languages(self) -> tuple[str, ...]:
        return ("en",) if self.language == "en" else (self.language, "en")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, and what to do about it."""

    what: str
    mend: str


def new_country_files(start: Start, texts: int) -> dict[str, str]:
    """Path in the pack to content. `texts` is how many there are to translate."""
    languages = ", ".join(f'"{each}"' for each in start.languages)
    known = {"id": start.id, "name": start.name, "country": start.country, "time_zone": start.time_zone}
    out = {
        "pack.toml": new_country_templates.META.format(
            languages=languages, quoted=_quoted(start.name), **known
        ),
        "contacts.yaml": new_country_templates.CONTACTS.format(country=start.country)
        + new_country_templates.TYPES,
        "services/worldwide.yaml": new_country_templates.WORLDWIDE,
        "areas.yaml": new_country_templates.AREAS,
        "holidays.yaml": new_country_templates.HOLIDAYS,
        "law/README.md": new_country_templates.LAW,
        "README.md": readme(start, texts),
    }
    if start.is_new:
        out[f"lint/{start.language}.yaml"] = new_country_templates.LINT.format(spoken=start.spoken)
        out["words.yaml"] = f"changes: common\nlanguage-{start.language}: {_quoted(start.own_name)}\n"
    return out


def _quoted(words: str) -> str:
    """Words in quotes as TOML and YAML both read them, whatever signs are in them."""
    return json.dumps(words, ensure_ascii=False)


def missing_parts(start: Start, texts: int) -> tuple[Missing, ...]:
    """Every gap of a pack just begun, the gravest first."""
    return (*_nobody(start), *_unwritten(start), *_unread(start, texts), *_unproved(start))


def _nobody(start: Start) -> Iterator[Missing]:
    yield Missing(
        f"Nobody to call: no helpline of {start.name} is known here",
        "ask the helpline itself, or find its page; write services/<name>.yaml with its sources, and name "
        "it under `fallback:` in contacts.yaml. childhelplineinternational.org lists its members: a place to "
        "begin, and no source by itself",
    )
    yield Missing(
        "No number of the police or an ambulance",
        "from the police's own page or two sources; add short numbers to `short_codes:`",
    )
    yield Missing(
        "No hospital, children's police, social worker, line for heavy feelings, legal aid",
        "one file for each organisation in services/; what is not confirmed goes under `held_back:`",
    )


def _unwritten(start: Start) -> Iterator[Missing]:
    yield Missing("No areas", "write areas.yaml from the official list of the country")
    yield Missing("No holidays", "write holidays.yaml from the government's list")
    yield Missing("No law: no text may say anything legal", "see law/README.md; a lawyer signs each record")
    yield Missing(
        f"The words are those of every country; nothing in them is {start.name}'s own",
        "say who a local leader is, and which apps are used, with files that begin `changes: common`",
    )
    yield Missing("Leave opens a page of no country", "an ordinary page as `leave_to` in pack.toml")


def _unread(start: Start, texts: int) -> Iterator[Missing]:
    if start.language != "en":
        yield Missing(
            f"{start.spoken}: {texts:,} texts to translate; until then people get English",
            f"kapea translate status says how far it is; when all is done, make {start.language} the default",
        )
    if start.is_new:
        yield Missing(
            f"No word list of {start.spoken}: the checker cannot read it yet",
            f"a native speaker fills lint/{start.language}.yaml, also the words to type for help",
        )


def _unproved(start: Start) -> Iterator[Missing]:
    yield Missing(
        "No reviewer: nobody of the country has read a word",
        "a child-protection worker, a lawyer and a native speaker; kapea check --live lists what they sign",
    )


def readme(start: Start, texts: int) -> str:
    """What stands in the pack's README: what is missing, and how to go on."""
    gaps = "\n".join(
        f"{n}. **{m.what}.** To mend: {m.mend}." for n, m in enumerate(missing_parts(start, texts), 1)
    )
    return f"""\
# {start.name}: begun, and not yet of help to anybody

Nothing here may be put before people who need help: there is nobody to call. `begun = true` in `pack.toml`
lets `kapea check` pass without numbers, and keeps `kapea publish` and `kapea serve` from taking it.

## What is missing

{gaps}

## How to go on

```console
$ kapea check packs/{start.id}
$ kapea talk packs/{start.id} --language en
$ kapea translate status packs/{start.id}
$ kapea coverage packs/{start.id}
```

Write services first. `kapea check` says which kinds still lead to nobody. When nothing waits for a number any
more, take `begun = true` out: from then on everything is proved as for any other country.
"""
