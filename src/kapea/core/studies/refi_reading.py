"""A project of another program, taken in: what can be read, and what could not, each with its reason.

Its texts are raw: they are read by two people and released here before anybody codes with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from kapea.core.studies.refi_archive import RefiArchive
from kapea.core.studies.refi_codebook import read_codes
from kapea.core.studies.refi_offsets import CountedText, ForeignSelection, counted_text
from kapea.core.studies.refi_project import (
    ExchangedCode,
    ExchangedNote,
    ExchangedProject,
    ExchangedSegment,
    ExchangedText,
    free_name,
)
from kapea.core.studies.refi_xml import (
    UnreadableRefi,
    child_of,
    children_of,
    guid_in,
    local_name,
    read_xml,
    text_under,
    writable_words,
)
from kapea.core.studies.text_edits import TextSpan, UnfitSpan
from kapea.core.studies.transcript_text import NormalisedText, UnfitTranscript, composed_text, decoded_text

NOBODY = "unnamed coder"
_OTHER_SOURCES = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")

_STAYS_OUT = {
    "Cases": "not taken; what is known of people is kept by their consent alone",
    "Variables": "not taken; what is known of people is kept by their consent alone",
    "Links": "not taken; make them here",
    "Sets": "not taken; make them here",
    "Graphs": "not taken; make them here",
}


@dataclass(frozen=True, slots=True)
class RefiRemark:
    """Something of the file that was not taken, or taken in another way. `guid`: of what; `why`: what to
    do.
    """

    guid: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadRefiProject:
    """What was read, and every remark: nothing is left out in silence."""

    project: ExchangedProject
    remarks: tuple[RefiRemark, ...]


def read_refi_project(data: bytes) -> ReadRefiProject:
    """A `.qdpx` of any program. UnreadableRefi where none of it can be trusted."""
    archive = RefiArchive(data)
    root = read_xml(archive.project_xml())
    if local_name(root) != "Project":
        raise UnreadableRefi(f"file: begins with {local_name(root)[:40]}; a project begins with Project")
    return _ProjectReader(archive, root).read()


@dataclass(slots=True)
class _ProjectReader:
    archive: RefiArchive
    root: Element
    remarks: list[RefiRemark] = field(default_factory=list)
    coders: dict[str, str] = field(default_factory=dict)
    codes: Mapping[str, ExchangedCode] = field(default_factory=dict)

    def read(self) -> ReadRefiProject:
        self.coders = self._read_coders()
        self.codes = self._read_codes()
        texts = tuple(self._texts())
        notes = tuple(self._notes())
        self._say_what_stays_out()
        used = {segment.coder for text in texts for segment in text.segments}
        coders = tuple(dict.fromkeys([*self.coders.values(), *sorted(used)]))
        name = writable_words(self.root.get("name", "")) or "project"
        project = ExchangedProject(name, coders, tuple(self.codes.values()), texts, notes)
        return ReadRefiProject(project, tuple(self.remarks))

    def _say_what_stays_out(self) -> None:
        for name, why in _STAYS_OUT.items():
            if child_of(self.root, name) is not None:
                self._remark("", f"{name}: {why}")
        for source in children_of(child_of(self.root, "Sources"), "TextSource"):
            if children_of(source, "Coding"):
                self._remark(guid_in(source, "guid"), "source: coded as a whole; code its words")

    def _notes(self) -> Iterator[ExchangedNote]:
        names: set[str] = set()
        for note in children_of(child_of(self.root, "Notes"), "Note"):
            raw = self._raw(note)
            if raw is not None:
                name = free_name(writable_words(note.get("name", "")) or "note", names)
                names.add(name)
                yield ExchangedNote(
                    name, composed_text(raw), self.coders.get(guid_in(note, "creatingUser"), "")
                )

    def _remark(self, guid: str, why: str) -> None:
        self.remarks.append(RefiRemark(guid, why))

    def _read_coders(self) -> dict[str, str]:
        users = children_of(child_of(self.root, "Users"), "User")
        return {guid_in(user, "guid"): f"coder {at}" for at, user in enumerate(users, 1)}

    def _read_codes(self) -> dict[str, ExchangedCode]:
        book = child_of(self.root, "CodeBook")
        read: dict[str, ExchangedCode] = {}
        for guid, code in read_codes(book) if book is not None else ():
            if guid in read:
                raise UnreadableRefi("codes: two have one GUID; export it again")
            read[guid] = code
        return read

    def _texts(self) -> Iterator[ExchangedText]:
        sources = child_of(self.root, "Sources")
        for other in children_of(sources, *_OTHER_SOURCES):
            self._remark(guid_in(other, "guid"), "not a text: pictures, recordings and PDF are never taken")
        names: set[str] = set()
        for source in children_of(sources, "TextSource"):
            raw = self._raw(source)
            if raw is not None:
                name = free_name(writable_words(source.get("name", "")) or "source", names)
                names.add(name)
                yield self._text(source, name, raw)

    def _raw(self, source: Element) -> str | None:
        """The text as it was written, byte order mark and all; None with a remark where it cannot be had."""
        guid, inside = guid_in(source, "guid"), child_of(source, "PlainTextContent")
        data = self.archive.source_text(source.get("plainTextPath", ""))
        if inside is None and data is None:
            self._remark(guid, "source: its plain text is not in the file; export it with its texts")
            return None
        try:
            raw = decoded_text(data or b"") if inside is None else inside.text or ""
            composed_text(raw)
        except UnfitTranscript as error:
            self._remark(guid, f"source: {error}")
            return None
        return raw

    def _text(self, source: Element, name: str, raw: str) -> ExchangedText:
        selections = [(e, self._positions(e)) for e in children_of(source, "PlainTextSelection")]
        whole = [positions for _, positions in selections if positions is not None]
        counted = counted_text(raw, whole)
        if counted.reading:
            self._remark(
                guid_in(source, "guid"), f"source: positions were read {counted.reading}; look at some"
            )
        normal = NormalisedText(counted.text)
        segments = tuple(
            segment
            for element, positions in selections
            if positions is not None
            for segment in self._segments(element, positions, counted, normal)
        )
        return ExchangedText(name, normal.text, tuple(dict.fromkeys(segments)))

    def _positions(self, element: Element) -> ForeignSelection | None:
        try:
            start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
        except ValueError:
            self._remark(
                guid_in(element, "guid"), "selection: its positions are no numbers; mark the words again"
            )
            return None
        return ForeignSelection(start, end, element.get("name", ""))

    def _segments(
        self, element: Element, positions: ForeignSelection, counted: CountedText, normal: NormalisedText
    ) -> Iterator[ExchangedSegment]:
        span = self._span(element, positions, counted, normal)
        if span is None:
            return
        memo, codings = text_under(element, "Description"), children_of(element, "Coding")
        if not codings:
            yield ExchangedSegment(self._coder(element), span, "", memo)
        for coding in codings:
            code = self.codes.get(guid_in(child_of(coding, "CodeRef"), "targetGUID"))
            if code is None or not code.codable:
                self._remark(
                    guid_in(element, "guid"), "selection: its code is not in the codebook; code it again"
                )
            else:
                yield ExchangedSegment(self._coder(element, coding), span, code.name, memo)

    def _span(
        self, element: Element, positions: ForeignSelection, counted: CountedText, normal: NormalisedText
    ) -> TextSpan | None:
        try:
            span = normal.moved(counted.span(positions))
        except UnfitSpan as error:
            self._remark(guid_in(element, "guid"), f"selection {error}")
            return None
        if span is None:
            self._remark(guid_in(element, "guid"), "selection: it marks no letter; mark the words again")
        return span

    def _coder(self, *elements: Element) -> str:
        """Who made it: on the selection, as QualCoder has it, else on the coding."""
        named = (self.coders.get(guid_in(element, "creatingUser")) for element in elements)
        return next((coder for coder in named if coder), NOBODY)
