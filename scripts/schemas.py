"""Writes docs/schema/*.json, from which editors complete pack files. Run after a parser changes."""

from pathlib import Path

from kapea.core.pack.schema import files

TARGET = Path(__file__).parents[1] / "docs" / "schema"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    made = files()
    for old in TARGET.glob("*.json"):
        if old.name not in made:
            old.unlink()
    for name, content in made.items():
        (TARGET / name).write_text(content, encoding="utf-8")


main()
