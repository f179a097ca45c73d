"""How a mistake in a pack file is told: by code, at the very line that has it, with a way to mend it."""

from __future__ import annotations

from typing import NamedTuple

from tests.core.checker.small_pack import files

from kapea.core.pack.build import build


class Mistake(NamedTuple):
    """`old` becomes `new`; the finding `code` then stands at a line with `at` and says `says` and `mend`."""

    old: str
    new: str
    code: str
    at: str
    says: str
    mend: str


def assert_told(path: str, mistake: Mistake, own: dict[str, str] | None = None) -> None:
    """The small pack with `own` files and one mistake in `path` does not build, and says so where it is."""
    sources = files() | {f"small/{name}": text.encode() for name, text in (own or {}).items()}
    name = f"small/{path}"
    text = sources[name].decode()
    assert text.count(mistake.old) == 1, f"“{mistake.old}” stands {text.count(mistake.old)} times"
    broken = text.replace(mistake.old, mistake.new)
    twin = build(sources | {name: broken.encode()}, "small")
    told = [p for p in twin.problems if (p.code, p.place.file) == (mistake.code, name)]
    fits = [p for p in told if mistake.says in p.says and mistake.mend in p.mend]
    assert not twin.ok
    assert fits, [str(p) for p in twin.problems]
    lines = [broken.splitlines()[p.place.line - 1] for p in fits]
    assert any(mistake.at in line for line in lines), lines
