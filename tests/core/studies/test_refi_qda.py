"""A project leaves as the schema and QualCoder want it, and comes back with codes, coders and positions."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrefiqda import RefiCodebook, RefiProject
from tests.core.studies.coded_demo import CODER_A, codebook, codings, corpus, release
from tests.core.studies.exchanged_demo import (
    GUID,
    LABELS,
    MIXED,
    NAMESPACE,
    WORDS,
    demo_project,
    mixed_project,
    opened,
)

from kapea.core.studies.refi_codebook import read_refi_codebook, refi_codebook
from kapea.core.studies.refi_project import (
    ExchangedCode,
    ExchangedNote,
    ExchangedProject,
    ExchangedSegment,
    ExchangedText,
    UnfitProject,
)
from kapea.core.studies.refi_qda import refi_project_file
from kapea.core.studies.refi_reading import read_refi_project
from kapea.core.studies.study_exchange import ExchangedSession, exchanged_codes, study_codes, study_project
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript_text import composed_text


def read_by_another(data, folder):
    path = folder / "out.qdpx"
    path.write_bytes(data)
    project = RefiProject.load(path, folder / "files")
    texts = {}
    for source in project.sources.text_source:
        held = RefiProject.resolve_source_path(source.plain_text_path, folder / "files")
        with held.open(encoding="utf-8", newline="") as file:
            texts[source.name] = file.read()
    return project, texts


def test_st_r38_the_23_selections_of_the_demo_slice_to_their_text(tmp_path):
    project, texts = read_by_another(refi_project_file(demo_project(), NAMESPACE), tmp_path)
    planted = {(s["transcript"], s["start"], s["end"]): s["text"] for s in corpus()["coded_segments"]}
    users = {user.guid: user.name for user in project.users.user}
    codes = {c.guid: c.name for theme in project.code_book.codes.code for c in theme.code}
    read = []
    for source in project.sources.text_source:
        for selection in source.plain_text_selection:
            start, end = selection.start_position, selection.end_position
            assert texts[source.name][start:end] == planted[source.name, start, end]
            (coding,) = selection.coding
            read.append(
                (users[selection.creating_user], source.name, start, codes[coding.code_ref.target_guid])
            )
    assert len(read) == 23
    asked = [(LABELS[c.coder], c.session, c.span.start, c.code) for c in codings()]
    assert sorted(read) == sorted(asked)


def test_st_r38_another_reader_finds_the_same_positions_in_khmer_and_nepali(tmp_path):
    made = mixed_project()
    project, texts = read_by_another(refi_project_file(made, NAMESPACE), tmp_path)
    (source,) = project.sources.text_source
    assert texts[source.name] == composed_text(MIXED)
    read = [
        texts[source.name][s.start_position : s.end_position] for s in source.plain_text_selection if s.coding
    ]
    assert read == [composed_text(word) for word in WORDS for _ in LABELS]
    assert [s.description for s in source.plain_text_selection if not s.coding] == ["an annotation"]
    assert len(source.plain_text_selection) == 11


@pytest.mark.parametrize("made", [demo_project, mixed_project])
def test_st_r38_a_round_trip_keeps_codes_coders_and_positions(made):
    project = made()
    back = read_refi_project(refi_project_file(project, NAMESPACE))
    assert {remark.why.partition(":")[0] for remark in back.remarks} <= {"Cases", "Variables"}
    assert back.project.notes == project.notes
    assert set(back.project.codes) == set(project.codes)
    assert set(back.project.coders) == set(project.coders)
    assert [(t.name, t.text) for t in back.project.texts] == [(t.name, t.text) for t in project.texts]
    for read, asked in zip(back.project.texts, project.texts, strict=True):
        assert read.segments == tuple(dict.fromkeys(asked.segments))


def test_st_r38_crlf_and_byte_order_marks_never_leave():
    text = ExchangedText("t", "C1: a\r\nC2: b\ufeffc", ())
    made = replace(mixed_project(), texts=(text,), notes=(ExchangedNote("n", "\ufeffx\r\ny"),))
    for data in (refi_project_file(demo_project(), NAMESPACE), refi_project_file(mixed_project(), NAMESPACE)):
        for name, held in opened(data).items():
            assert b"\r" not in held, name
            assert b"\xef\xbb\xbf" not in held, name
    with pytest.raises(UnfitProject, match="byte order mark"):
        refi_project_file(made, NAMESPACE)
    held = opened(refi_project_file(replace(made, texts=()), NAMESPACE))
    assert b"x\ny" in held.values()


def test_the_same_project_is_the_same_bytes_and_another_namespace_shares_no_id():
    one, again = (refi_project_file(mixed_project(), NAMESPACE) for _ in range(2))
    other = refi_project_file(mixed_project(), UUID(int=7))
    assert one == again
    ids = [set(GUID.findall(opened(data)["project.qde"].decode())) for data in (one, other)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_no_account_and_no_small_value_leaves():
    few = [ExchangedSession(release("T1").transcript, 4, {"place": "on the island", "kind": "group"})]
    more = ExchangedSession(release("T2").transcript, 4, {"kind": "group"})
    held = opened(
        refi_project_file(
            study_project("d", codebook().live, [*few, more], codings(), coders=LABELS), NAMESPACE
        )
    )
    everything = b"".join(held.values()).decode()
    assert CODER_A not in everything
    assert "on the island" not in everything
    assert "<TextValue>group</TextValue>" in everything


def test_a_codebook_goes_out_and_comes_back(tmp_path):
    codes = exchanged_codes(codebook().live)
    data = refi_codebook(codes, NAMESPACE)
    assert set(read_refi_codebook(data)) == set(codes)
    assert set(study_codes(read_refi_codebook(data))) == set(codebook().live.codes.values())
    (tmp_path / "book.qdc").write_bytes(data)
    read = RefiCodebook.load(tmp_path / "book.qdc")
    assert sum(len(theme.code) for theme in read.codes.code) == 40


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"codes": ()}, "one at least"),
        ({"codes": (ExchangedCode("A"), ExchangedCode("A"))}, "comes twice"),
        ({"codes": (ExchangedCode("A", parent="B"),)}, "its parent B"),
        (
            {
                "texts": (
                    ExchangedText("t", "abc", (ExchangedSegment("coder 1", TextSpan(1, 9), "EXP-FEAR"),)),
                )
            },
            "ends after",
        ),
        (
            {"texts": (ExchangedText("t", "abc", (ExchangedSegment("C", TextSpan(0, 1), "EXP-FEAR"),)),)},
            "no coder",
        ),
        (
            {
                "texts": (
                    ExchangedText("t", "abc", (ExchangedSegment("coder 1", TextSpan(0, 1), "barriers"),)),
                )
            },
            "no code to",
        ),
        ({"texts": (ExchangedText("t", "abc"), ExchangedText("t", "abc"))}, "source t"),
    ],
)
def test_what_others_could_not_read_is_refused(changed, why):
    with pytest.raises(UnfitProject, match=why):
        refi_project_file(replace(mixed_project(), **changed), NAMESPACE)


TEXT = st.text("ab ក្មេង\u200b🙂नेपा\n\u0301\u0323é", min_size=1, max_size=40).map(composed_text).filter(bool)


@settings(max_examples=40)
@given(TEXT, st.data())
def test_st_r38_any_text_and_any_span_comes_back(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = TextSpan(start, data.draw(st.integers(start + 1, len(text))))
    source = ExchangedText("t", text, (ExchangedSegment("coder 2", span, "B", ""),))
    codes = (
        ExchangedCode("A", "line\nline", codable=False),
        ExchangedCode("B", parent="A", colour="#336699"),
    )
    made = ExchangedProject("p", ("coder 1", "coder 2"), codes, (source,))
    back = read_refi_project(refi_project_file(made, NAMESPACE))
    assert (back.project, back.remarks) == (made, ())
