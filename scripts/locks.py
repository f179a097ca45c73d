"""The lock files name no index and every line has its hashes; what pyproject.toml asks for stands in them."""

import re
import sys
import tomllib
from pathlib import Path


def names(lines: list[str]) -> set[str]:
    """Package names as indexes normalise them."""
    return {re.sub(r"[._]", "-", re.split(r"[<>=\[;~ ]", line, maxsplit=1)[0].lower()) for line in lines}


def main() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "requirements.txt": names(project["project"]["dependencies"]),
        "requirements-meaning.txt": names(
            [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["meaning"]]
        ),
        "requirements-dev.txt": names(
            [*project["dependency-groups"]["dev"], *project["project"]["optional-dependencies"]["recordings"]]
        ),
    }
    wrong = []
    for file, asked in wanted.items():
        text = Path(file).read_text(encoding="utf-8")
        pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==", text, re.M))
        wrong += [f"{file}: {name} is not locked; run make lock" for name in sorted(asked - pinned)]
        if "index-url" in text or "://" in text:
            wrong.append(f"{file}: names an index or an address")
        if text.count("==") > text.count("--hash="):
            wrong.append(f"{file}: a line without a hash")
    sys.exit("\n".join(wrong) or 0)


main()
