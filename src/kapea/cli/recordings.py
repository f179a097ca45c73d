"""kapea recordings: what must be recorded, taking recordings in, a computer's voice for a trial."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click

from kapea.cli import common, recording_sheet
from kapea.cli.recording_session import RecordingSession
from kapea.content import folder
from kapea.core.languages.known import LANGUAGES

LANGUAGE = click.option("--language", required=True, help="The language that is spoken, like km.")
NEEDS = "This needs two packages more. Where Kapea is installed, say: pip install 'kapea[recordings]'"
MAY_STAND_IN = tuple(each.code for each in LANGUAGES.values() if each.voice)


@click.group()
def recordings() -> None:
    """What people hear: a person's voice for the words of a pack. docs/recordings.md explains it all.

    \b
    kapea recordings sheet cambodia --language km -o km.html
    kapea recordings import cambodia FOLDER --language km --voice "woman, calm"
    """


@recordings.command()
@click.argument("pack")
@LANGUAGE
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file ending in .csv (for a table program) or .html (to print). Without it: CSV, here.",
)
def sheet(pack: str, language: str, target: Path | None) -> None:
    """What is to be recorded in PACK, the most urgent first: the name of the file, the words, to whom.

    Only what nobody has recorded, or what says something else by now. Say the words of a line, and save them
    under the name that stands beside them.
    """
    lines = _studio(pack, language).lines()
    if target is None:
        click.echo(recording_sheet.csv(lines), nl=False)
        return
    if target.suffix not in (".csv", ".html"):
        common.stop(f"{target.name}: write a name that ends in .csv or .html.")
    made = (
        recording_sheet.csv(lines) if target.suffix == ".csv" else recording_sheet.html(lines, pack, language)
    )
    # Table programs see by the mark at its beginning that a file is UTF-8.
    target.write_text(made, encoding="utf-8-sig" if target.suffix == ".csv" else "utf-8", newline="")
    minutes = sum(line.seconds for line in lines) / 60
    click.echo(f"{target}: {len(lines)} texts, about {minutes:.0f} minutes of speech.")


@recordings.command("import")
@click.argument("pack")
@click.argument("source", metavar="FOLDER", type=click.Path(path_type=Path))
@LANGUAGE
@click.option("--voice", required=True, help="What to call the voice, like “woman, calm”. No person's name.")
def take_in(pack: str, source: Path, language: str, voice: str) -> None:
    """Check the recordings in FOLDER, and keep those that are good with PACK.

    Files are called as the sheet says, and are .wav, .flac, .mp3 or .ogg. Each is listened to: that it opens,
    is neither too quiet nor too loud, not overdriven, without long silence, as long as its words, and no copy
    of another. What is not good is named, with why and what to do; the others are kept all the same.

    Exit 0: all were kept. 1: some were refused.
    """
    if not source.is_dir():
        common.stop(f"{source} is no folder.")
    _needed()
    from kapea.cli.recordings_import import take_all

    done = take_all(_studio(pack, language), source, voice=_label(voice), on=_today())
    for line in done.lines:
        click.echo(line)
    click.echo(f"{done.kept} kept, {done.refused} refused.")
    raise SystemExit(common.FINDINGS if done.refused else 0)


@recordings.command()
@click.argument("pack")
@click.option("--language", required=True, type=click.Choice(MAY_STAND_IN), help="Its language.")
def placeholder(pack: str, language: str) -> None:
    """Let a computer speak what no person has recorded in PACK, to try pages out. espeak-ng must be there.

    Pages say that it is a computer, and so does the voice itself. It never speaks what is shown where it is
    red, and never in a pack that came with this program: copy packs/ and name the copy.
    """
    _needed()
    from kapea.cli.recordings_import import speak_all

    path = common.pack_folder(pack)
    if path.is_relative_to(folder.shipped().resolve()):
        common.stop(f"{path.name} came with this program: copy packs/, and name the copy.", common.FINDINGS)
    made = speak_all(_studio(pack, language), on=_today())
    click.echo(f"{made} texts are spoken by a computer now. A pack with them cannot go live.")


def _studio(pack: str, language: str) -> RecordingSession:
    path = common.pack_folder(pack)
    built = common.built(path)
    languages = common.release_of(built, pack).languages
    if language not in languages:
        common.stop(f"{path.name} does not speak “{language}”. It speaks {', '.join(languages)}.")
    return RecordingSession(path, built, language, _today())


def _today() -> date:
    return common.now().date()


def _label(voice: str) -> str:
    from kapea.core.pack.parse.recording_index import LONGEST_LABEL

    label = " ".join(voice.split())
    if not label or len(label) > LONGEST_LABEL:
        common.stop(f"--voice is a few words, at most {LONGEST_LABEL} letters.")
    return label


def _needed() -> None:
    """The two packages that a server which only serves does without."""
    if find_spec("av") is None or find_spec("numpy") is None:
        common.stop(NEEDS)
