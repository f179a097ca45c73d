"""The manifest of a lesson as SCORM 1.2 wants it: one organization, one item, one SCO, every file named."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from kapea.core.languages.text import ZERO_WIDTH

SCORM_MANIFEST = "imsmanifest.xml"
_XML = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={id} version={version}
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="lesson">
    <organization identifier="lesson">
      <title>{title}</title>
      <item identifier="item" identifierref="sco">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href={start}>
{files}
    </resource>
  </resources>
</manifest>
"""


def scorm_manifest(*, id: str, version: str, title: str, start: str, files: Iterable[str]) -> bytes:
    """`imsmanifest.xml` of one lesson that begins at the file `start`."""
    listed = "\n".join(f"      <file href={quoteattr(name)}/>" for name in files)
    made = _XML.format(
        id=quoteattr(id),
        version=quoteattr(version),
        title=escape(title.replace(ZERO_WIDTH, "")),
        start=quoteattr(start),
        files=listed,
    )
    return made.encode()
