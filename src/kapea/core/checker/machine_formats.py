"""Findings for programs: JSON, an object for each; SARIF 2.1.0, which editors and code hosts show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote

from kapea.core.checker.report import LIVE, PROPERTIES
from kapea.core.pack.problem import Problem

SARIF_VERSION = "2.1.0"
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
UNREAD = "the files of a pack read without fault"
"""What a P code is about."""


class Found(NamedTuple):
    """A finding of a pack, and its file as whoever asks would open it: a path with `/`."""

    pack: str
    file: str
    problem: Problem


def findings_json(found: Iterable[Found]) -> str:
    """An array with an object for each finding: what stands in the text, each part under its name."""
    return json.dumps([_object(each) for each in found], ensure_ascii=False, indent=1)


def _object(found: Found) -> dict[str, Any]:
    """`line` counts from 1; `key` is the key there; `path` the shortest way there, an answer a line."""
    problem = found.problem
    return {
        "pack": found.pack,
        "code": problem.code,
        "severity": problem.severity,
        "file": found.file,
        "line": problem.place.line,
        "key": problem.place.key,
        "says": problem.says,
        "mend": problem.mend,
        "path": list(problem.path),
    }


def findings_sarif(found: Sequence[Found], version: str) -> str:
    """A SARIF log with one run, whose rules are the properties that something was found of."""
    codes = sorted({each.problem.code for each in found})
    driver = {"name": "kapea", "semanticVersion": version, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.problem.code)) for each in found],
    }
    log = {"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _rule(code: str) -> dict[str, Any]:
    about = PROPERTIES[code][1] if code in PROPERTIES else LIVE.get(code, UNREAD)
    return {"id": code, "shortDescription": {"text": about}, "fullDescription": {"text": about}}


def _result(found: Found, rule: int) -> dict[str, Any]:
    problem = found.problem
    where = {"artifactLocation": {"uri": _uri(found.file)}, "region": {"startLine": problem.place.line}}
    location: dict[str, Any] = {"physicalLocation": where}
    if problem.place.key:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.place.key, "kind": "member"}]
    text = "\n".join((problem.says, f"mend: {problem.mend}", *problem.path))
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": text},
        "locations": [location],
        "partialFingerprints": {"kapeaFinding/v1": _fingerprint(found)},
        "properties": {"pack": found.pack, "mend": problem.mend, "path": list(problem.path)},
    }


def _fingerprint(found: Found) -> str:
    """The same for the same finding, also once lines were added above it."""
    problem = found.problem
    told = "\n".join((found.pack, problem.code, problem.place.file, problem.place.key, problem.says))
    return sha256(told.encode()).hexdigest()[:32]


def _uri(file: str) -> str:
    """A path as an address: relative as it is, absolute as `file://`."""
    return ("file://" if file.startswith("/") else "") + quote(file)
