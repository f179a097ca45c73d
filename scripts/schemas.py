"""Writes docs/schema/*.json, from which editors complete pack files. Run after a parser changes."""

import json
from pathlib import Path

from kapea.core.notice.notice import schema
from kapea.core.pack.schema import files

TARGET = Path(__file__).parents[1] / "docs" / "schema"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    made = {**files(), "notice.json": json.dumps(schema(), indent=2) + "\n"}
    for old in TARGET.glob("*.json"):
        if old.name not in made:
            old.unlink()
    for name, content in made.items():
        (TARGET / name).write_text(content, encoding="utf-8")


main()
