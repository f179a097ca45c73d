"""Projects to send out: the demo, and one in Khmer, Nepali and Arabic letters with signs of every kind."""

from __future__ import annotations

import io
import re
import zipfile
from uuid import UUID

from tests.core.studies.coded_demo import CODER_A, CODER_B, codebook, codings, release, sessions

from kapea.core.studies.refi_project import (
    ExchangedNote,
    ExchangedProject,
    ExchangedSegment,
    ExchangedText,
)
from kapea.core.studies.study_exchange import ExchangedSession, exchanged_codes, study_project
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript_text import composed_text

NAMESPACE = UUID("6f1f5a2e-70f5-4a0e-9f53-0c8a5f6f4c11")
LABELS = {CODER_A: "coder 1", CODER_B: "coder 2"}
GUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")
MIXED = "C1: ក្មេង\u200b🙂 និយាយ​ថា «មិន​អី»\nC2: मेरो साथी👩🏽‍🎓 हाँस्यो। e\u0323\u0302 \u2067مريم\u2069\nC1: yes"
WORDS = ("ក្មេង\u200b🙂", "និយាយ", "साथी👩🏽‍🎓", "हाँस्यो", "yes")


def demo_project():
    told = [ExchangedSession(release(s).transcript, 6, {"kind": "group"}) for s in sessions()]
    return study_project("demo", codebook().live, told, codings(), coders=LABELS)


def mixed_project():
    text = composed_text(MIXED)
    spans = [TextSpan(text.index(word), text.index(word) + len(word)) for word in map(composed_text, WORDS)]
    segments = [
        ExchangedSegment(coder, span, "EXP-FEAR", "មិនប្រាកដ: not sure <&>")
        for span in spans
        for coder in LABELS.values()
    ]
    segments += [segments[0], ExchangedSegment("coder 1", spans[0], "", "an annotation")]
    notes = (ExchangedNote("doubt 1", "សង្ស័យ", "coder 2"),)
    codes = exchanged_codes(codebook().live)
    source = ExchangedText("ជំនួប 1", text, tuple(segments))
    return ExchangedProject("mixed", tuple(LABELS.values()), codes, (source,), notes)


def opened(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}
