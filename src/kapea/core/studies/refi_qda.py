"""A project of REFI-QDA 1.0 (`.qdpx`): a zip of `project.qde` and plain texts, as QualCoder and others read
it.

What they need beyond the schema: texts by path and not inside the XML, UTF-8 without a byte order mark and LF
alone; a selection for each coder and code, with its coder on the selection; CodeRef first in a coding; every
name once. Nothing says when or by whom it was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement

from kapea.core.bundle.archive import archived
from kapea.core.studies.refi_codebook import ORIGIN, add_codes
from kapea.core.studies.refi_project import (
    ExchangedNote,
    ExchangedProject,
    ExchangedSegment,
    ExchangedText,
    exchange_guid,
    require_exchangeable,
)
from kapea.core.studies.refi_xml import written_xml
from kapea.core.studies.transcript_text import composed_text

QDE_NAMESPACE = "urn:QDA-XML:project:1.0"
QDE = "project.qde"
INTERNAL = "internal://"
LONGEST_NAME = 60
"""Code points of its words in the name of a selection: by them a reader can tell how offsets were counted."""


def refi_project_file(project: ExchangedProject, namespace: UUID) -> bytes:
    """The `.qdpx`. `namespace`: new for each export, so that ids of two exports cannot be joined.
    UnfitProject where others could not read it, UnfitTranscript where a text holds a sign that is no letter.
    """
    require_exchangeable(project)
    made = _Writer(project, namespace)
    files = {QDE: written_xml(made.root()), **dict(made.texts())}
    return archived(files, first=QDE)


class _Writer:
    """Elements in the order of the schema: Users, CodeBook, Variables, Cases, Sources, Notes."""

    def __init__(self, project: ExchangedProject, namespace: UUID) -> None:
        self._project, self._namespace = project, namespace

    def _guid(self, *what: str) -> str:
        return exchange_guid(self._namespace, *what)

    def root(self) -> Element:
        root = Element("Project", {"xmlns": QDE_NAMESPACE, "name": self._project.name, "origin": ORIGIN})
        self._add_users(root)
        codes = SubElement(SubElement(root, "CodeBook"), "Codes")
        add_codes(codes, self._project.codes, self._namespace)
        self._add_variables(root)
        self._add_sources(root)
        self._add_notes(root)
        return root

    def texts(self) -> Iterator[tuple[str, bytes]]:
        for source in self._project.texts:
            yield f"sources/{self._guid('source', source.name)}.txt", composed_text(source.text).encode()
        for note in self._project.notes:
            yield f"sources/{self._guid('note', note.name)}.txt", composed_text(note.words).encode()

    def _add_users(self, root: Element) -> None:
        users = SubElement(root, "Users") if self._project.coders else root
        for coder in self._project.coders:
            SubElement(users, "User", {"guid": self._guid("coder", coder), "name": coder})

    def _add_variables(self, root: Element) -> None:
        told = [text for text in self._project.texts if text.values]
        if not told:
            return
        variables = SubElement(root, "Variables")
        for name in sorted({name for text in told for name in text.values}):
            attributes = {"guid": self._guid("variable", name), "name": name, "typeOfVariable": "Text"}
            SubElement(variables, "Variable", attributes)
        cases = SubElement(root, "Cases")
        for text in told:
            self._add_case(cases, text)

    def _add_case(self, cases: Element, text: ExchangedText) -> None:
        case = SubElement(cases, "Case", {"guid": self._guid("case", text.name), "name": text.name})
        for name, value in sorted(text.values.items()):
            held = SubElement(case, "VariableValue")
            SubElement(held, "VariableRef", {"targetGUID": self._guid("variable", name)})
            SubElement(held, "TextValue").text = composed_text(value)
        SubElement(case, "SourceRef", {"targetGUID": self._guid("source", text.name)})

    def _add_sources(self, root: Element) -> None:
        sources = SubElement(root, "Sources") if self._project.texts else root
        for text in self._project.texts:
            guid = self._guid("source", text.name)
            attributes = {"guid": guid, "name": text.name, "plainTextPath": f"{INTERNAL}{guid}.txt"}
            source = SubElement(sources, "TextSource", attributes)
            for segment in dict.fromkeys(text.segments):
                self._add_selection(source, text, segment)

    def _add_selection(self, source: Element, text: ExchangedText, segment: ExchangedSegment) -> None:
        coder, span = self._guid("coder", segment.coder), segment.span
        what = (text.name, segment.coder, f"{span.start}-{span.end}", segment.code, segment.memo)
        attributes = {
            "guid": self._guid("selection", *what),
            "name": " ".join(span.within(text.text).split())[:LONGEST_NAME],
            "startPosition": str(span.start),
            "endPosition": str(span.end),
            "creatingUser": coder,
        }
        selection = SubElement(source, "PlainTextSelection", attributes)
        if segment.memo:
            SubElement(selection, "Description").text = composed_text(segment.memo)
        if segment.code:
            named = {"guid": self._guid("coding", *what), "creatingUser": coder}
            coding = SubElement(selection, "Coding", named)
            SubElement(coding, "CodeRef", {"targetGUID": self._guid("code", segment.code)})

    def _add_notes(self, root: Element) -> None:
        notes = SubElement(root, "Notes") if self._project.notes else root
        for note in self._project.notes:
            SubElement(notes, "Note", self._note_attributes(note))

    def _note_attributes(self, note: ExchangedNote) -> dict[str, str]:
        guid = self._guid("note", note.name)
        told = {"guid": guid, "name": note.name, "plainTextPath": f"{INTERNAL}{guid}.txt"}
        return told | ({"creatingUser": self._guid("coder", note.coder)} if note.coder else {})
