"""Tables for others: every count there, and no cell that a sheet would run."""

from __future__ import annotations

import csv
import io

import pytest
from tests.core.studies.coded_demo import CODER_A, CODER_B, codebook, codings, release, sessions

from kapea.core.studies.codebook import StudyCode, UnfitCodebook
from kapea.core.studies.refi_project import ExchangedCode, UnfitProject
from kapea.core.studies.study_exchange import (
    ExchangedSession,
    csv_cell,
    described_code,
    sessions_by_codes_csv,
    study_codes,
    study_project,
)

LABELS = {CODER_A: "A", CODER_B: "B"}


def test_sessions_by_codes_counts_every_coding_once():
    codes = list(codebook().live.codes)
    table = list(csv.DictReader(io.StringIO(sessions_by_codes_csv(sessions(), codes, codings(), LABELS))))
    assert len(table) == 12
    assert sum(int(row[code]) for row in table for code in codes) == 23
    (row,) = [r for r in table if (r["session"], r["coder"]) == ("T4", "B")]
    assert {code for code in codes if row[code] == "1"} == {"BAR-STIGMA"}


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begins):
    attack = f'{begins}HYPERLINK("http://192.0.2.1")'
    made = sessions_by_codes_csv([attack], ["EXP-FEAR"], [], {CODER_A: attack})
    (_, row) = list(csv.reader(io.StringIO(made, newline="")))
    assert row[:2] == [f"'{attack}"] * 2
    assert csv_cell("half-way = fine") == "half-way = fine"


def test_no_account_goes_out_for_want_of_a_label():
    with pytest.raises(UnfitProject, match="has no label"):
        study_project(
            "d", codebook().live, [ExchangedSession(release("T1").transcript, 5)], codings(), coders={}
        )


def test_a_code_of_ours_comes_back_with_all_its_parts():
    code = StudyCode("NEW-RIVER", "barriers", "What the river\u200b does", "a", "b", "c")
    category = ExchangedCode("barriers", codable=False)
    (back,) = study_codes([category, ExchangedCode("NEW-RIVER", described_code(code), "barriers")])
    assert back == code
    with pytest.raises(UnfitCodebook, match="capitals in parts"):
        study_codes([ExchangedCode("fear of phones")])
