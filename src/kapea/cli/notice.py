"""`kapea notice`: what an organisation tells a platform, out of its own file. Nothing is sent or kept."""

from __future__ import annotations

from typing import BinaryIO

import click

from kapea.cli.common import world_of
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.model import Release
from kapea.core.platform_notice.notice import RULES, Notice, as_json, as_text, read_notice

WHY = {
    "missing": "is missing",
    "unknown": "is not known here, or of another kind",
    "long": "is too long: names, links and times only",
    "many": "has too many lines",
    "file": "looks like a file. A notice never carries a picture, or anything of one",
    "link": "is no link: it begins with https://",
}


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--language", help="The language of its headings (default: English).", default="en")
@click.option("--pack", default="cambodia", show_default=True, help="The pack whose words are used.")
def notice(file: BinaryIO, shape: str, language: str, pack: str) -> None:
    """Make a notice to a platform out of a JSON file (docs/schema/notice.json), or out of what is piped in.

    Accounts, links, times, and the rule that is broken. Never content, and never a picture: what looks like
    one is refused. It is printed, and sent to nobody.
    """
    found = read_notice(file.read())
    if not isinstance(found, Notice):
        for wrong in found:
            name = f"“{wrong.field}” " if wrong.field else "this is no JSON object: it "
            click.echo(f"notice: {name}{WHY[wrong.why]}", err=True)
        raise SystemExit(1)
    words = headings(world_of(pack).release, language)
    click.echo(as_json(found) if shape == "json" else as_text(found, words).rstrip("\n"))


def headings(release: Release, language: str) -> dict[str, str]:
    """The words of a notice in a language of the pack, without break marks."""
    names = ("title", "platform", "rule", "accounts", "links", "times", "sender", "reference")
    ids = {name: f"word.form-{name}" for name in names} | {f"rule-{r}": f"word.rule-{r}" for r in RULES}
    return {name: release.text(id, language).replace(ZERO_WIDTH, "") for name, id in ids.items()}
