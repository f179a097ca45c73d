"""kapea study look: what of a project of another program fits, without a word of it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli.running import run
from tests.core.studies.test_refi_reading import SOURCE, project, qde, selection, zipped

from kapea.core.studies.project_look import look_at_project
from kapea.core.studies.refi_codebook import read_refi_codebook

SAID = "M: What then?\nC1: My friend Dara laughed\nC1: yes"
WHO = st.sampled_from(["M", "C1", "C២", "Dara", ""])
NAMES = ("Sokha", "Dara", "laughed", "He was afraid")


def packed(tmp_path, text=SAID, **changed):
    path = tmp_path / "project.qdpx"
    inside = changed.pop("inside", selection(17, 22, memo="He was afraid"))
    path.write_bytes(zipped({"project.qde": qde(inside, **changed), f"Sources/{SOURCE}.txt": text.encode()}))
    return path


def test_a_real_process_says_what_fits_and_what_stays_out_and_writes_the_codes(tmp_path):
    path, codes = packed(tmp_path), tmp_path / "codes.qdc"
    words = [sys.executable, "-m", "kapea", "study", "look", str(path), "--codebook", str(codes)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 1, told.stderr
    assert "text 1: 3 turns of M, C1; it can be pasted" in told.stdout
    assert "codes: 1; 'Fear': capitals in parts, as EXP-FEAR" in told.stdout
    assert "stays out: 1 codings of 1 coders" in told.stdout
    assert "stays out: 1 memos" in told.stdout
    assert [name for name in NAMES if name in told.stdout + told.stderr] == []
    assert [code.name for code in read_refi_codebook(codes.read_bytes())] == ["Fear"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["codes.qdc", "project.qdpx"]


def test_a_name_before_the_colon_is_told_by_its_line_alone(tmp_path):
    told = run("study", "look", packed(tmp_path, "M: What then?\nDara: nothing", inside=""), code=1).output
    assert "text 1: line 2: speakers are labels" in told
    assert "Dara" not in told


def test_each_remark_stands_there_and_no_order_reaches_the_terminal(tmp_path):
    picture = f'<PictureSource guid="{SOURCE}" name="Dara.jpg"/>'
    told = run("study", "look", packed(tmp_path, sources=picture, inside=""), code=1).output
    assert f"remark: {SOURCE} not a text: pictures, recordings" in told
    assert "Dara" not in told
    bad = packed(tmp_path, inside="")
    bad.write_bytes(bad.read_bytes()[:40])
    assert run("study", "look", bad, code=2).output.startswith("file: no zip")
    styled = qde("").replace('name="Fear"', 'name="Fear\u009b31m"')
    bad.write_bytes(zipped({"project.qde": styled, f"Sources/{SOURCE}.txt": SAID.encode()}))
    assert "\u009b" not in run("study", "look", bad, code=1).output


def test_a_project_that_fits_ends_well(tmp_path):
    path = tmp_path / "project.qdpx"
    told = qde("").replace('name="Fear"', 'name="EXP-FEAR"')
    path.write_bytes(zipped({"project.qde": told, f"Sources/{SOURCE}.txt": SAID.encode()}))
    assert "they can begin a codebook" in run("study", "look", path, code=0).output


@settings(max_examples=40)
@given(st.lists(st.tuples(WHO, st.text("abក :\n", max_size=8)), max_size=5))
def test_what_is_said_to_fit_has_labels_before_every_word(lines):
    text = "\n".join(f"{who}: {words}" for who, words in lines) or "x"
    [looked] = look_at_project(project("", text=text)).texts
    spoken = [line for line in text.split("\n") if line.strip()]
    if not looked.fault:
        assert looked.turns == len(spoken)
        assert all(line.strip().startswith(("M", "C1", "C២")) for line in spoken)
    assert set(looked.labels) <= {"M", "C1", "C2"}
    assert "Dara" not in looked.fault


@pytest.mark.parametrize("label", ["Dara", "DARA", "dara 12"])
def test_no_name_becomes_a_label(label):
    [looked] = look_at_project(project("", text=f"{label}: hello")).texts
    assert looked.labels == ()
    assert looked.fault
