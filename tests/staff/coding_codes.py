"""How ids of words begin that are made of codes of coding, agreement and exchange, and their codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kapea.core.studies.brought_codings import BroughtFault
from kapea.core.studies.codebook import ChangeKind
from kapea.core.studies.study_memos import MemoKind
from kapea.studies.study_exports import ExportKind
from kapea.web.field.codebook_page import PARTS
from kapea.web.field.memo_page import SPEAKS

CODING_CODES: Mapping[str, Collection[str]] = {
    "codebook-did-": [each.value for each in ChangeKind],
    "code-part-": PARTS,
    "memo-kind-": [each.value for each in MemoKind],
    "claim-": SPEAKS,
    "coding-brought-": [each.value for each in BroughtFault],
    "export-": [each.value for each in ExportKind],
    "coding-whose-": ["both", "yours", "other", "one"],
    "coding-fault-": [
        "segment",
        "bring",
        "not-theirs",
        "done",
        "unblind",
        "decide",
        "codebook",
        "plan",
        "share",
        "memo",
        "claim",
        "export",
        "archive-blind",
        "archive-frame",
        "archive-repeats",
    ],
}
MADE_OF_ANOTHER = {
    "claim-words", "claim-looked", "claim-make",
    "export-what", "export-ask", "export-allowed", "export-waits", "export-confirm", "export-take",
}  # fmt: skip
"""Words of the pages that begin in the same way."""
