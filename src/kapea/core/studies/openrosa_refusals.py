"""Why a submission is not taken: a code, and words for people. Why one is set apart is `SetApart`."""

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


class SubmissionRefused(Exception):
    """A submission that is not taken; `code` is one of REFUSALS, and nothing of its content is told."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.says, self.mend = REFUSALS[code]
        super().__init__(f"{self.says} {self.mend}")
