"""Why a submission is not taken, or is held apart until somebody looks: a code, and words for people."""

from __future__ import annotations

from collections.abc import Mapping

REFUSALS: Mapping[str, tuple[str, str]] = {
    "too-large": ("The submission is larger than any sheet.", "Send the sheet without attachments."),
    "not-multipart": (
        "This is no form of several parts.",
        "Send it with ODK Collect, or as multipart/form-data.",
    ),
    "no-xml-part": (
        "There is not just one part named xml_submission_file.",
        "Send the XML of one sheet in it.",
    ),
    "not-xml": ("The XML does not read.", "Send it anew from the device; it is still there."),
    "entities": (
        "The XML declares a document type or entities.",
        "No sheet of ours does: send what Collect made.",
    ),
    "wrong-namespace": (
        "Something in it belongs to another vocabulary.",
        "Fill in the form that Kapea gave out.",
    ),
    "too-much": (
        "It has more elements, or deeper ones, than any sheet.",
        "Fill in the form that Kapea gave out.",
    ),
    "no-instance-id": ("It has no instanceID, or several.", "Fill in the form that Kapea gave out."),
    "bad-instance-id": ("Its instanceID is no uuid.", "Fill in the form that Kapea gave out."),
    "replaces-itself": ("It says that it replaces itself.", "Send the sheet anew from the device."),
}
"""Code to what is wrong and how to mend it. What is refused stays on the device, so nothing is lost."""
HELD: Mapping[str, tuple[str, str]] = {
    "other-form": (
        "It is of another form.",
        "See which form the device has; then take it by hand, or drop it.",
    ),
    "unknown-version": (
        "No sheet of this version was given out here.",
        "Bring that version of the sheet here.",
    ),
    "unknown-field": (
        "It has a field that its sheet has not.",
        "Read it by hand: it may hold words or a name.",
    ),
    "bad-value": ("A value is none of those that its sheet allows.", "Correct it with whoever filled it in."),
    "clock": (
        "Its day is far from today.",
        "Correct the day with whoever was there, and the device's clock.",
    ),
    "two-contents": (
        "Two different sheets have one instanceID.",
        "Ask whoever filled them in which one holds.",
    ),
    "two-edits": ("Two edits replace one sheet.", "Ask whoever made them which one holds."),
    "no-parent": (
        "The sheet that it replaces has not come in 30 days.",
        "Look for it on the device; or take it.",
    ),
    "circle": ("Edits replace each other in a circle.", "Ask whoever made them which one holds."),
}
"""Why a submission waits for somebody: it is kept sealed, and counted nowhere."""


class SubmissionRefused(Exception):
    """A submission that is not taken; `code` is one of REFUSALS, and nothing of its content is told."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.says, self.mend = REFUSALS[code]
        super().__init__(f"{self.says} {self.mend}")
