"""A measured figure, its bar and its aim (section 10 of the design), and how they stand on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `more`: larger is better. Without a bar it is told for scale."""

    name: str
    value: float | None
    unit: str = ""
    bar: float | None = None
    aim: float | None = None
    more: bool = False
    note: str = ""

    def verdict(self) -> str:
        """aim, bar, missed; empty where nothing is asked; a figure that could not be taken says so."""
        if self.value is None:
            return "not measured here"
        for word, limit in (("aim", self.aim), ("bar", self.bar)):
            if limit is not None and self._within(limit):
                return word
        return "" if self.bar is None else "missed"

    def _within(self, limit: float) -> bool:
        assert self.value is not None
        return self.value >= limit if self.more else self.value <= limit

    def cells(self) -> tuple[str, ...]:
        value = "–" if self.value is None else self._said(self.value)
        limits = [
            "" if n is None else f"{'≥' if self.more else '≤'} {self._said(n)}" for n in (self.bar, self.aim)
        ]
        return (self.name, value, *limits, self.verdict(), self.note)

    def _said(self, number: float) -> str:
        digits = 0 if abs(number) >= 100 or number == int(number) else 1 if abs(number) >= 10 else 2
        return f"{number:,.{digits}f}{' ' if self.unit else ''}{self.unit}"


@dataclass(slots=True)
class Section:
    """Figures that belong together, and how they were taken."""

    title: str
    how: str
    figures: list[Figure] = field(default_factory=list)

    def add(
        self,
        name: str,
        value: float | None,
        unit: str = "",
        *,
        bar: float | None = None,
        aim: float | None = None,
        more: bool = False,
        note: str = "",
    ) -> None:
        self.figures.append(Figure(name, value, unit, bar, aim, more, note))

    def lines(self) -> Iterable[str]:
        yield f"## {self.title}"
        yield ""
        yield self.how
        yield ""
        yield "| what | measured | bar | aim | met | |"
        yield "|---|---:|---:|---:|---|---|"
        for figure in self.figures:
            yield f"| {' | '.join(figure.cells())} |"
        yield ""


HOW = """\
CPU seconds of one process unless it says otherwise, medians of many short rounds in which what is compared
takes turns. “Met” names the harder of bar and aim that holds; nothing fails for being slow."""


def page(machine: Iterable[str], sections: Iterable[Section]) -> str:
    head = ["# What was measured", "", "Written by `make bench`; do not edit. " + HOW, ""]
    body = [line for section in sections for line in section.lines()]
    return "\n".join([*head, *machine, "", *body]).rstrip() + "\n"


def with_section(told: str, section: Section) -> str:
    """A page with one section anew, where it stood; else at the end."""
    title, lines = f"## {section.title}\n", "\n".join(section.lines())
    before, there, after = told.partition(title)
    rest = after.partition("\n## ") if there else ("", "", "")
    return f"{before.rstrip()}\n\n{lines}{rest[1]}{rest[2]}".rstrip() + "\n"


def measured_alone(section: Section, machine: Iterable[str]) -> Section:
    """A section that says when and on what it was taken: the head of the page tells of another run."""
    taken = ", ".join(line.removeprefix("* ") for line in machine)
    return Section(section.title, f"{section.how} Taken apart from the rest: {taken}.", section.figures)


def kept_section(told: str, title: str) -> str:
    """A section of a page as it stands; empty where there is none."""
    _, there, after = told.partition(f"## {title}\n")
    return f"{there}{after.partition(chr(10) + '## ')[0]}".rstrip() + "\n" if there else ""
