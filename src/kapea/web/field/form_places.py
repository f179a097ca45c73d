"""Places of a form in which two may write at once: what each shows, with what others wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.core.studies.written_meanwhile import WrittenPlace, place_after, place_now

WAS = "was-"
"""Before the name of a place: the mark of what stood there when the form was opened."""


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A place of the form. `name`: of its field, and its id."""

    name: str
    label: str
    written: WrittenPlace


def text_of_field(said: Mapping[str, str], name: str) -> str:
    """What a field sent, with the line ends that are kept."""
    return "\n".join(said.get(name, "").splitlines())


def written_in(stands: str, said: Mapping[str, str], name: str) -> WrittenPlace:
    """What a field shows. `said`: the form that was sent and not saved, or nothing."""
    if name not in said:
        return place_now(stands)
    return place_after(stands, said.get(WAS + name, ""), text_of_field(said, name))
