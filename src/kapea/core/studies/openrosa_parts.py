"""What comes in one request of ODK Collect: a form of several parts, of which one is read.

Whatever is attached besides is dropped as it came: its bytes are not decoded, and its name is not kept.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser

from kapea.core.studies.openrosa_refusals import SubmissionRefused

XML_PART = "xml_submission_file"
MOST_BYTES = 256 * 1024
"""Of a whole request. A sheet of 12 seats has about 6 kB; what is larger carries something it may not."""
MOST_PARTS = 10


def xml_part(content_type: str, body: bytes) -> bytes:
    """The bytes of the part `xml_submission_file`. Raises SubmissionRefused where there is not just one."""
    if len(body) > MOST_BYTES:
        raise SubmissionRefused("too-large")
    if not content_type.lower().startswith("multipart/form-data") or "\n" in content_type:
        raise SubmissionRefused("not-multipart")
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    whole = BytesParser().parsebytes(head + body)
    parts = whole.get_payload()
    if not isinstance(parts, list) or len(parts) > MOST_PARTS:
        raise SubmissionRefused("not-multipart")
    found = [part for part in parts if isinstance(part, Message) and _name(part) == XML_PART]
    if len(found) != 1:
        raise SubmissionRefused("no-xml-part")
    data = found[0].get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: Message) -> str:
    name = part.get_param("name", "", "content-disposition")
    return name if isinstance(name, str) else ""
