"""What the read API answers: pages of a list, bounded, and what is looked for, which stands in no address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

MOST_A_PAGE, A_PAGE, MOST_LOOKED_FOR, MOST_COUNTED = 100, 50, 200, 1_000_000
T = TypeVar("T")


class UnfitQuestion(ValueError):
    """A question that this API does not answer; the message says why, and repeats nothing of it."""


class HsdsQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked of a list. `search` are words, all of which are in what is found."""

    page: int = 1
    per_page: int = A_PAGE
    full: bool = False
    minimal: bool = False
    search: str = ""
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""


class HsdsPage(msgspec.Struct, frozen=True):
    """A page of a list, as the official API has it."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: tuple[Any, ...]


IN_ADDRESSES = frozenset(HsdsQuestion.__struct_fields__) - {"search"} | {"format"}
"""What may stand after `?`. Words may not: they would stand in histories and logs."""


def question_of_address(said: dict[str, str]) -> HsdsQuestion:
    """What an address asks. Raises UnfitQuestion."""
    if "search" in said:
        raise UnfitQuestion("words are looked for by POST to /hsds/search, so that no address holds them")
    if said.get("format", "json") != "json":
        raise UnfitQuestion("the only format is json")
    if unknown := set(said) - IN_ADDRESSES:
        raise UnfitQuestion(f"{len(unknown)} parameters are not answered here")
    given = {name: value for name, value in said.items() if name != "format"}
    return _fit(lambda: msgspec.convert(given, HsdsQuestion, strict=False))


def question_of_body(body: bytes) -> HsdsQuestion:
    """What a body asks, in JSON, where `5.0` is a whole number as well. Raises UnfitQuestion."""
    return _fit(lambda: msgspec.json.decode(body, type=HsdsQuestion, strict=False))


def _fit(read: Callable[[], HsdsQuestion]) -> HsdsQuestion:
    try:
        asked = read()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise UnfitQuestion("a parameter is unknown, or has another type") from None
    counted = 1 <= asked.page <= MOST_COUNTED and 1 <= asked.per_page <= MOST_COUNTED
    if not counted or len(asked.search) > MOST_LOOKED_FOR:
        raise UnfitQuestion("a parameter is out of bounds")
    return asked


def page_of_list(found: Sequence[T], asked: HsdsQuestion, shown: Callable[[T], Any]) -> HsdsPage:
    """The page that was asked for; of each on it, and of no other, what is shown."""
    size = min(asked.per_page, MOST_A_PAGE)
    pages = -(-len(found) // size)
    on_it = found[(asked.page - 1) * size : asked.page * size]
    return HsdsPage(
        total_items=len(found),
        total_pages=pages,
        page_number=asked.page,
        size=len(on_it),
        first_page=asked.page == 1,
        last_page=asked.page >= pages,
        empty=not on_it,
        contents=tuple(shown(each) for each in on_it),
    )
