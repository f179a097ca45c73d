"""What parts of a check remember is believed only as this program wrote it, and changes no finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import ON

from kapea.cli import part_memory, proving
from kapea.cli.part_memory import RememberingBreakers
from kapea.core.checker import contacts_by_hour

MEMORIES = st.dictionaries(st.text(max_size=9), st.binary(max_size=30), max_size=4)
KHMER = b'msgid "You did nothing wrong."\nmsgstr "'
CHANGES = {
    "other words": ("situations/S01.yaml", b"You did nothing wrong.", b"It is not your fault."),
    "a banned word": ("situations/S01.yaml", b"You did nothing wrong.", b"You are not stupid."),
    "a banned word in Khmer": ("locale/km/all.po", KHMER, KHMER + "អាក្រក់ ".encode()),
    "a longer name": ("services/all.yaml", b"name: Helpline", b"name: " + b"Helpline " * 60),
    "nobody to fall back on": ("contacts.yaml", b"fallback: [helpline]", b"fallback: []"),
    "a move without a word": ("lint/en.yaml", b"stop: [stop, leave]", b"stop: []"),
    "somebody else named": ("situations/S01.yaml", b"call: [HELPLINE]", b"call: [HELPLINE, NGO]"),
}

FAULTS = {
    "other words": "K14",
    "a banned word": "K12",
    "a banned word in Khmer": "K12",
    "a longer name": "K13",
    "nobody to fall back on": "K16",
    "a move without a word": "K04",
}
UNHARMED = CHANGES.keys() - FAULTS.keys()


@pytest.fixture(autouse=True)
def proofs(tmp_path, monkeypatch):
    monkeypatch.setenv("KAPEA_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "proofs"


def edit(pack, change: str) -> None:
    path, old, new = CHANGES[change]
    text = (pack / path).read_bytes()
    assert old in text
    (pack / path).write_bytes(text.replace(old, new, 1))


@given(MEMORIES)
def test_what_was_written_is_read_back(tmp_path_factory, memory: dict[str, bytes]):
    file = tmp_path_factory.mktemp("memory") / "small.parts"
    file.write_bytes(part_memory.parts_file(memory))
    assert part_memory.read_parts(file) == memory


@given(MEMORIES, st.data())
def test_one_changed_byte_or_a_missing_end_and_nothing_is_believed(tmp_path_factory, memory, data):
    file, whole = tmp_path_factory.mktemp("memory") / "small.parts", part_memory.parts_file(memory)
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[at] ^= 1
    for each in (bytes(damaged), whole[:at]):
        file.write_bytes(each)
        assert part_memory.read_parts(file) == {}


def test_what_another_program_wrote_is_not_believed(tmp_path, monkeypatch):
    file = tmp_path / "small.parts"
    file.write_bytes(part_memory.parts_file({"walk": b"x"}))
    monkeypatch.setattr(part_memory, "program_fingerprint", lambda: "another")
    assert part_memory.read_parts(file) == {}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_situation_is_found_as_in_a_fresh_check(pack, change):
    proving.proved(pack, ON)
    edit(pack, change)
    remembered, _ = proving.proved(pack, ON)
    assert remembered == proving.proved(pack, ON, fresh=True)[0]
    assert change in UNHARMED or FAULTS[change] in remembered.failed()


def test_a_fault_of_another_engine_is_found_as_in_a_fresh_check(pack, monkeypatch):
    """Also by a property that looked at no words: the other engine names people the wrong way round."""
    proving.proved(pack, ON)
    real = contacts_by_hour.contacts_among
    monkeypatch.setattr(contacts_by_hour, "contacts_among", lambda *search: real(*search)[::-1])
    for module in (proving, part_memory):
        monkeypatch.setattr(module, "program_fingerprint", lambda: "another")
    report, _ = proving.proved(pack, ON)
    assert "K06" in report.failed()
    assert report == proving.proved(pack, ON, fresh=True)[0]


@pytest.mark.parametrize("damage", [b"", b"\x80", b"\x00" * 64])
def test_a_damaged_memory_changes_no_finding_and_is_written_anew(pack, proofs, damage):
    proving.proved(pack, ON)
    [kept] = proofs.glob("*.parts")
    kept.write_bytes(damage)
    edit(pack, "a banned word")
    report, _ = proving.proved(pack, ON)
    assert report == proving.proved(pack, ON, fresh=True)[0]
    assert part_memory.read_parts(kept)


def test_fresh_reads_nothing_that_was_kept(pack, monkeypatch):
    proving.proved(pack, ON)
    read: list[object] = []
    monkeypatch.setattr(part_memory, "read_parts", lambda file: read.append(file) or {})
    proving.proved(pack, ON, fresh=True)
    assert read == []


def test_each_text_is_marked_once_and_what_is_said_no_more_is_let_go():
    asked: list[str] = []

    def breaker(words: str) -> str:
        asked.append(words)
        return words.upper()

    memory: dict[str, bytes] = {}
    for texts in (["a", "b", "a"], ["b", "c"], ["a"]):
        breakers = RememberingBreakers({"km": breaker}, memory)
        assert [breakers.by_language["km"](text) for text in texts] == [text.upper() for text in texts]
        breakers.keep()
    assert asked == ["a", "b", "c", "a"]


def test_publishing_and_serving_never_use_what_was_remembered():
    from kapea.cli import prepare, publish, serve

    for command in (publish, serve, prepare):
        assert not {"proving", "part_memory"} & set(vars(command))
