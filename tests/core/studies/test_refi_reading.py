"""Projects of other programs: read as far as they can be trusted, every doubt said, no attack let in."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest

from kapea.core.studies.refi_archive import MOST_FILE_BYTES, MOST_FILES
from kapea.core.studies.refi_codebook import read_refi_codebook
from kapea.core.studies.refi_reading import read_refi_project
from kapea.core.studies.refi_xml import UnreadableRefi
from kapea.core.studies.transcript_text import composed_text

USER, CODE, SOURCE = (f"{n}1111111-1111-4111-8111-111111111111" for n in "ABC")
WORDS = "M: តើ​អ្វី?\nC1: ក្មេង 🙂 e\u0301\u0323 ខ្លាច\nC1: yes"
MARKED = ("ក្មេង", "ខ្លាច", "yes")


def selection(start, end, *, name="", code=CODE, user=USER, memo=""):
    told = f"<Description>{memo}</Description>" if memo else ""
    coding = f'<Coding guid="{SOURCE}"><CodeRef targetGUID="{code}"/></Coding>' if code else ""
    return (
        f'<PlainTextSelection guid="{SOURCE}" name="{name}" startPosition="{start}" endPosition="{end}"'
        f' creatingUser="{user}">{told}{coding}</PlainTextSelection>'
    )


def qde(inside="", *, sources="", head="", attributes=f'plainTextPath="internal://{SOURCE}.txt"'):
    return (
        f'{head}<Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        f'<Users><User guid="{USER}" name="Sokha"/></Users>'
        f'<CodeBook><Codes><Code guid="{CODE}" name="Fear" isCodable="true" color="#abc"/></Codes></CodeBook>'
        f'<Sources><TextSource guid="{SOURCE}" name="t" {attributes}>{inside}</TextSource>{sources}'
        "</Sources></Project>"
    )


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def project(inside="", text=WORDS, **changed):
    data = text.encode() if isinstance(text, str) else text
    return read_refi_project(zipped({"project.qde": qde(inside, **changed), f"Sources/{SOURCE}.txt": data}))


def slices(read):
    (text,) = read.project.texts
    return [segment.span.within(text.text) for segment in text.segments]


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


COUNTED = {
    "as the standard says": (lambda raw: raw, len, ""),
    "without a byte order mark": (lambda raw: raw.removeprefix("\ufeff"), len, "without its byte order mark"),
    "line ends as one": (lambda raw: raw.replace("\r\n", "\n"), len, "each line end as one"),
    "both": (lambda raw: raw.removeprefix("\ufeff").replace("\r\n", "\n"), len, "mark, with each line end"),
    "UTF-16 units": (lambda raw: raw, utf16, "in UTF-16 units"),
}


@pytest.mark.parametrize("how", COUNTED, ids=str)
@pytest.mark.parametrize("written", ["\ufeff" + WORDS.replace("\n", "\r\n")])
def test_however_another_program_counted_the_same_words_are_marked(how, written):
    seen, measure, said = COUNTED[how]
    text = seen(written)
    inside = ""
    for word in MARKED:
        start = measure(text[: text.index(word)])
        inside += selection(start, start + measure(word), name=f"{word[:12]}...")
    read = project(inside, written)
    assert slices(read) == [composed_text(word) for word in MARKED]
    remarks = [remark.why for remark in read.remarks]
    assert [said in why for why in remarks] == ([True] if said else [])
    assert read.project.texts[0].text == composed_text(WORDS)


def test_without_names_the_standard_is_taken_at_its_word():
    written = "\ufeff" + WORDS
    start = written.index("yes")
    read = project(selection(start, start + 3), written)
    assert (slices(read), read.remarks) == (["yes"], ())


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (selection(5, 5), "the end comes after"),
        (selection(9, 3), "the end comes after"),
        (selection(-4, 3), "count from 0"),
        (selection(3, 99_999), "the text ends at"),
        (selection("x", 3), "no numbers"),
        (selection(0, 3, code=USER), "not in the codebook"),
        (selection(0, 3, code="nonsense"), "not in the codebook"),
    ],
)
def test_a_broken_selection_is_left_out_with_its_reason_and_the_others_stay(bad, why):
    start = WORDS.index("yes")
    read = project(bad + selection(start, start + 3))
    assert slices(read) == ["yes"]
    (remark,) = read.remarks
    assert why in remark.why
    assert remark.guid == SOURCE


def test_names_of_people_do_not_come_in_and_a_coder_is_always_somebody():
    read = project(selection(0, 2) + selection(0, 2, user="") + selection(0, 2, code="", memo="ចំណាំ"))
    assert [s.coder for s in read.project.texts[0].segments] == ["coder 1", "unnamed coder", "coder 1"]
    assert read.project.texts[0].segments[2].memo == "ចំណាំ"
    assert "Sokha" not in repr(read)
    assert read.project.codes[0].colour == "#aabbcc"


def test_signs_that_no_text_can_hold_leave_one_source_out_and_are_said():
    read = project(selection(0, 2), "M: a\x0cb")
    assert read.project.texts == ()
    assert "U+000C" in read.remarks[0].why
    named = project(selection(0, 2, memo="a\x85b"), attributes=f'plainTextPath="internal://{SOURCE}.txt"')
    assert named.project.texts[0].segments[0].memo == "a b"


def test_sources_of_one_name_stay_two():
    more = "".join(
        f'<TextSource guid="{USER}" name="{n}"><PlainTextContent>x</PlainTextContent></TextSource>'
        for n in ("t (2)", "t")
    )
    assert [text.name for text in project(sources=more).project.texts] == ["t", "t (2)", "t (3)"]


def test_what_is_not_taken_is_said():
    more = f'</TextSource><TextSource guid="{USER}" name="u"><PlainTextContent>x</PlainTextContent>'
    coded = f'<Coding guid="{CODE}"><CodeRef targetGUID="{CODE}"/></Coding>'
    sets = f'</Sources><Sets><Set guid="{USER}" name="s"/></Sets><Sources>'
    read = project(more + coded, sources=sets)
    assert [(r.guid, r.why.partition(":")[0]) for r in read.remarks] == [("", "Sets"), (USER, "source")]


def test_only_texts_come_in():
    picture = f'<PictureSource guid="{USER}" name="face.jpg" path="internal://face.jpg"/>'
    read = project(sources=picture)
    assert [remark.guid for remark in read.remarks] == [USER]
    assert "face" not in repr(read.project)


@pytest.mark.parametrize(
    "path", ["relative://x.txt", "internal://../x.txt", "internal://x.pdf", "/etc/passwd", ""]
)
def test_a_path_that_leads_elsewhere_opens_nothing(path):
    read = project(attributes=f'plainTextPath="{path}"')
    assert read.project.texts == ()
    assert "not in the file" in read.remarks[0].why


def test_a_text_inside_the_project_is_read_too():
    inside = f"<PlainTextContent>M: a\r\nC1: yes</PlainTextContent>{selection(9, 12, name='yes')}"
    assert slices(project(inside, attributes="")) == ["yes"]


def test_two_codes_of_one_name_stay_two():
    book = (
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
        f'<Code guid="{USER}" name="Home" isCodable="false">'
        f'<Code guid="{CODE}" name="Fear" isCodable="true"/></Code>'
        f'<Code guid="{SOURCE}" name="School" isCodable="false">'
        '<Code guid="x" name="Fear" isCodable="1"/></Code>'
        "</Codes></CodeBook>"
    )
    read = read_refi_codebook(book.encode())
    assert [(c.name, c.parent) for c in read] == [
        ("Home", ""),
        ("Fear", "Home"),
        ("School", ""),
        ("School: Fear", "School"),
    ]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DEEP = "<Code guid='x' name='n{0}' isCodable='true'>"


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"project.qde": qde(head=ENTITIES)}, "entities or a DTD"),
        ({"project.qde": qde(head=OUTSIDE)}, "entities or a DTD"),
        ({"project.qde": qde(head='<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">')}, "entities or a DTD"),
        ({"project.qde": "<Project>"}, "broken at line 1"),
        ({"project.qde": "<Other/>"}, "begins with Other"),
        ({"project.qde": b"\xff\xfe\x00"}, "XML"),
        ({"project.qde": qde(), "../../etc/cron.d/x": "x"}, "path outside itself"),
        ({"project.qde": qde(), "/tmp/x": "x"}, "path outside itself"),
        ({"project.qde": qde(), "sources\\..\\..\\x": "x"}, "path outside itself"),
        ({"project.qde": qde(), "C:/x": "x"}, "path outside itself"),
        ({"a.qde": qde(), "b.qde": qde()}, "2 files .qde"),
        ({"readme.txt": "x"}, "0 files .qde"),
        ({"project.qde": qde(), "sources/a.txt": "x", "Sources/A.txt": "y"}, "two files of one name"),
        ({"project.qde": qde(), f"sources/{SOURCE}.txt": "a" * (MOST_FILE_BYTES + 1)}, "grows beyond"),
        ({"project.qde": qde(), **{f"{n}.txt": "" for n in range(MOST_FILES)}}, "fewer sources"),
    ],
)
def test_what_is_made_to_do_harm_is_not_opened(files, why):
    with pytest.raises(UnreadableRefi, match=why):
        read_refi_project(zipped(files))


def test_codes_that_lie_in_one_another_without_end_are_refused():
    deep = "".join(DEEP.format(n) for n in range(500)) + "</Code>" * 500
    with pytest.raises(UnreadableRefi, match="lie in one another"):
        read_refi_codebook(f"<CodeBook><Codes>{deep}</Codes></CodeBook>".encode())


def test_an_archive_that_lies_about_its_sizes_is_stopped_as_it_grows():
    data = bytearray(zipped({"project.qde": qde(), f"sources/{SOURCE}.txt": "a" * (MOST_FILE_BYTES + 5)}))
    told = (MOST_FILE_BYTES + 5).to_bytes(4, "little")
    assert data.count(told) == 2
    with pytest.raises(UnreadableRefi, match=r"grows beyond|damaged"):
        read_refi_project(bytes(data.replace(told, (10).to_bytes(4, "little"))))


@pytest.mark.parametrize("cut", [0, 1, 40, 200, -30])
def test_what_is_damaged_says_so(cut):
    whole = zipped({"project.qde": qde(selection(0, 2)), f"sources/{SOURCE}.txt": WORDS})
    with pytest.raises(UnreadableRefi):
        read_refi_project(whole[:cut])


@pytest.mark.parametrize("flipped", range(30, 400, 13))
def test_a_flipped_byte_never_comes_in_as_an_error_of_ours(flipped):
    whole = bytearray(zipped({"project.qde": qde(selection(0, 2)), f"sources/{SOURCE}.txt": WORDS}))
    whole[flipped % len(whole)] ^= 0xFF
    with suppress(UnreadableRefi):
        assert read_refi_project(bytes(whole)).project.codes
