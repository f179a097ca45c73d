"""Drawings: SVG by an allow-list. Shapes and their looks pass; whatever else a drawing can hold does not.

A drawing stands inside our pages, for frightened people, also for those who hide that they look: so no text,
no picture in it, no link, nothing that runs or is fetched from elsewhere.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from kapea.core.pack.problem import Findings, Place

SHAPES = frozenset(("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
WHERE = (
    "viewBox",
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "width",
    "height",
    "points",
)
STROKE = ("", "-width", "-opacity", "-linecap", "-linejoin", "-dasharray", "-dashoffset", "-miterlimit")
FILL = ("fill", "fill-opacity", "fill-rule", "opacity", "transform", "vector-effect")
LOOKS = frozenset(("xmlns", "viewBox", *WHERE, *FILL, *(f"stroke{each}" for each in STROKE)))
SLOT = frozenset({"data-slot", "x", "y", "font-size", "data-wide", "data-high"})
SLOT_LOOKS = SLOT | {"data-spare", "fill", "stroke", "font-weight", "text-anchor"}
NAMESPACE = "http://www.w3.org/2000/svg"
MAX_BYTES = 64_000
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,3})?")
_PLAIN = re.compile(r"[\w\s#.,%+-]*")
_MOVED = re.compile(r"(?:\s*(?:rotate|translate|scale|skewX|skewY|matrix)\([\d\s.,+-]*\))+\s*")
MAX_DEPTH = 20
"""Groups inside each other."""


def read_drawing(name: str, data: bytes, findings: Findings) -> str:
    """The drawing as text; P01 for what does not read as one, P10 for what a drawing may not hold."""
    if len(data) > MAX_BYTES:
        findings.add("P01", Place(name), f"larger than {MAX_BYTES} bytes", "draw it with fewer points")
        return ""
    try:
        text = data.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        findings.add("P01", Place(name), f"not UTF-8 at byte {error.start}", "save it as plain SVG")
        return ""
    return text if _Drawing(name, findings).holds_only_shapes(data) else ""


class _Refused(Exception):
    """What stands further on is not looked at: it could mean anything, or go on for ever."""


class _Drawing:
    """One look through a drawing, element by element."""

    def __init__(self, name: str, findings: Findings) -> None:
        self.name, self.findings, self.depth, self.sound = name, findings, 0, True
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begins
        self.parser.EndElementHandler = self._ends
        self.parser.CharacterDataHandler = self._says
        self.parser.StartDoctypeDeclHandler = self._declares
        self.parser.ProcessingInstructionHandler = self._declares

    def holds_only_shapes(self, data: bytes) -> bool:
        try:
            self.parser.Parse(data.strip(), True)
        except _Refused:
            pass
        except expat.ExpatError as error:
            says = f"does not read as SVG: {expat.ErrorString(error.code)}"
            self._add(says, "save it as plain SVG", code="P01", line=error.lineno)
        return self.sound

    def _add(self, says: str, mend: str, *, code: str = "P10", line: int = 0) -> None:
        self.sound = False
        place = Place(self.name, line or self.parser.CurrentLineNumber)
        self.findings.add(code, place, says, mend)

    def _declares(self, *_: object) -> None:
        self._add("a drawing declares nothing of its own", "leave out <!DOCTYPE …> and <?…?>")
        raise _Refused

    def _says(self, words: str) -> None:
        if words.strip():
            self._add(f"a drawing says no words: “{words.strip()[:40]}”", "say it beside the drawing")

    def _ends(self, _: str) -> None:
        self.depth -= 1

    def _begins(self, element: str, looks: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._add(f"more than {MAX_DEPTH} groups inside each other", "draw it flat")
            raise _Refused
        if (self.depth == 1) != (element == "svg"):
            self._add(f"<{element}> stands where it cannot", "one <svg> around all shapes")
        elif self.depth == 1 and not {"viewBox", "xmlns"} <= looks.keys():
            self._add("its size is not said", f'write <svg xmlns="{NAMESPACE}" viewBox="0 0 96 96">')
        if element == "text":
            self._slot(looks)
        elif element not in SHAPES:
            self._add(f"a drawing holds no <{element}>", f"only {', '.join(sorted(SHAPES))}")
        self._looks(element, looks)

    def _slot(self, looks: dict[str, str]) -> None:
        """Room for a word of a menu: an empty <text> whose place and size are numbers."""
        lacking = [name for name in sorted(SLOT) if not _NUMBER.fullmatch(looks.get(name, ""))]
        if lacking:
            says = f"a <text> is only room for a word, and `{lacking[0]}` is no number"
            self._add(
                says, "numbers for " + ", ".join(sorted(SLOT)) + ', and no words: <text data-slot="1" …/>'
            )

    def _looks(self, element: str, looks: dict[str, str]) -> None:
        for name, value in looks.items():
            if name not in (SLOT_LOOKS if element == "text" else LOOKS):
                self._add(f"a drawing has no `{name}`", "leave it out")
            elif not _is_plain(name, value):
                self._add(
                    f"`{name}` is more than a look: {value[:40]}", "words and numbers only, no addresses"
                )


def _is_plain(name: str, value: str) -> bool:
    """Whether a value says how a shape looks, and leads nowhere."""
    if name == "xmlns":
        return value == NAMESPACE
    return (_MOVED if name == "transform" else _PLAIN).fullmatch(value) is not None
