"""Writes docs/schema/*.json, from which editors complete pack files. Run after a parser changes."""

import json
from pathlib import Path

from kapea.core.authoring.schemas import schema_files
from kapea.core.platform_notice.notice import schema

TARGET = Path(__file__).parents[1] / "docs" / "schema"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    made = {**schema_files(), "notice.json": json.dumps(schema(), indent=2) + "\n"}
    for old in TARGET.glob("*.json"):
        if old.name not in made:
            old.unlink()
    for name, content in made.items():
        (TARGET / name).write_text(content, encoding="utf-8")


main()
