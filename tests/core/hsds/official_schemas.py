"""The official schemas of HSDS 3.0, with each `$ref` led to the file beside it. Licence: official/LICENSE."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import msgspec
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

OFFICIAL = Path(__file__).with_name("official")


def schema(name: str) -> dict:
    return json.loads((OFFICIAL / "schema" / f"{name}.json").read_text(encoding="utf-8"))


def example(name: str) -> dict:
    return json.loads((OFFICIAL / "examples" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def validator(name: str) -> Draft202012Validator:
    files = (path.stem for path in (OFFICIAL / "schema").glob("*.json") if path.stem != "openapi")
    read = ((f"{each}.json", Resource.from_contents(schema(each), DRAFT202012)) for each in files)
    return Draft202012Validator(
        schema(name), registry=Registry().with_resources(read), format_checker=FormatChecker()
    )


def faults(name: str, value: object) -> list[str]:
    """What the official schema finds in an object, given as JSON or as ours."""
    plain = value if isinstance(value, dict) else json.loads(msgspec.json.encode(value))
    return [error.message for error in validator(name).iter_errors(plain)]
