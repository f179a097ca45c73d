"""What several commands need: finding a pack, building it, saying problems, the database."""

from __future__ import annotations

import os
from collections.abc import MutableMapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import click

from kapea.content import folder
from kapea.core.checker.report import Report
from kapea.core.dialogue.world import World
from kapea.core.pack.build import Built
from kapea.core.pack.model import Release
from kapea.core.pack.problem import Problem
from kapea.hearing.vectors.client import VectorClient

UNUSABLE = 2
FINDINGS = 1
NOT_NOW = 3
WITHOUT_KEYS = 4
MOST_PROBLEMS = 200
"""Problems that are told of a pack, unless all are asked for."""
NO_DATABASE = (
    "There is no database in {home}. Is KAPEA_HOME right? To make a database there, run kapea migrate."
)


def now() -> datetime:
    return datetime.now(UTC)


def stop(message: str, code: int = UNUSABLE) -> NoReturn:
    """Ends the command with a message on the error stream."""
    click.echo(message, err=True)
    raise SystemExit(code)


def countries() -> list[Path]:
    """The folders of the countries that came along; not what they share, nor a pack that is only begun."""
    metas = sorted(folder.shipped().glob("*/pack.toml"))
    served = (meta.parent for meta in metas if not folder.is_begun(meta.parent))
    return [path for path in served if folder.is_country(path)]


def pack_folder(name: str) -> Path:
    """A path to a pack folder, or the name of a pack that came with this installation."""
    path = Path(name)
    if (path / "pack.toml").is_file():
        return path.resolve()
    shipped = folder.shipped() / name
    if (shipped / "pack.toml").is_file():
        return shipped
    known = ", ".join(sorted(p.parent.name for p in folder.shipped().glob("*/pack.toml")))
    stop(f"{name} is no pack: no pack.toml there. Packs that came along: {known}.")


def came_along(path: Path) -> bool:
    """Whether a pack's folder is one that came with this installation."""
    return path.resolve().parent == folder.shipped().resolve()


def country_folders(names: Sequence[str]) -> list[Path]:
    """The packs of countries among some names, so that `packs/*` may be written.

    Plain files, and packs that are only built on, are left out; what is neither ends the command.
    """
    paths = [pack_folder(name) for name in names if not Path(name).is_file()]
    found = [path for path in paths if folder.is_country(path)]
    if not found:
        stop(f"None of {', '.join(names)} is the pack of a country.")
    return found


def built(path: Path) -> Built:
    try:
        return folder.build_folder(path)
    except folder.NoPack as error:
        stop(str(error))


def release_of(made: Built, name: str) -> Release:
    """The release that was built; ends with what is wrong where there is none. `name` is the pack's."""
    if made.release is None:
        say_problems(made.problems)
        stop(f"{name} does not build.", FINDINGS)
    return made.release


def world_of(name: str) -> World:
    """A pack ready to walk, with sentence vectors where KAPEA_VECTORS names who gives them; ends with what is
    wrong when it does not build.
    """
    from kapea.config import env

    path = env.string("KAPEA_VECTORS", "")
    vector_of = VectorClient(path).vector_of if path else None
    return World(release_of(built(pack_folder(name)), name), vector_of=vector_of)


def checked(
    made: Built, on: date, live: bool = False, memory: MutableMapping[str, bytes] | None = None
) -> Report:
    from kapea.core.checker.check import check

    return check(made, on=on, live=live, performs=_performed(made), memory=memory)


def _performed(made: Built) -> frozenset[str]:
    """Kinds of effects this installation performs. Apps say so when Django is up; most packs need none."""
    nodes = made.release.nodes if made.release is not None else ()
    if not any(choice.effect for node in nodes for choice in node.choices):
        return frozenset()
    _set_up_django()
    from kapea.guide import performers

    return performers.kinds()


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapea.config.settings")
    import django

    django.setup()


def problem_lines(problems: Sequence[Problem], most: int = MOST_PROBLEMS) -> list[str]:
    """Problems as they are told, and how many more there are."""
    more = [f"… and {len(problems) - most} more"] if len(problems) > most else []
    return [*map(str, problems[:most]), *more]


def say_problems(problems: Sequence[Problem]) -> None:
    for line in problem_lines(problems):
        click.echo(line)


def served(asked: Sequence[str] = ()) -> tuple[str, ...]:
    """The names of the packs to serve: those asked for, else KAPEA_PACKS, else all that came along."""
    from kapea.config import env

    named = asked or env.string_list("KAPEA_PACKS", "")
    return tuple(map(_served_name, named)) or tuple(path.name for path in countries())


def _served_name(given: str) -> str:
    """What is live goes by its name; the folder of a pack that came along is as good as that."""
    if Path(given).name == str(Path(given)):
        return str(Path(given))
    folder_ = pack_folder(given)
    if not came_along(folder_):
        stop(
            f"{given} is a folder, and packs are served by their names.\n"
            f"    Publish it with `kapea publish {given}`, then serve it with `--pack {folder_.name}`."
        )
    return folder_.name


def home() -> None:
    """Django, with a home that is private and can be written. Its database may be of any version, or none."""
    from kapea.config import home

    home.make_ready(home.folder())
    _set_up_django()


def database(*, patient: bool = False, keys: bool = False) -> None:
    """Django with a database of this version. No command but `migrate` and `serve` changes its tables.
    `patient`: nobody who needs help waits for this command, so it may wait for a busy database. `keys`: it
    cannot do without the key store, which has to be of this version as well.
    """
    from kapea.config import home

    home.be_private()
    if not os.environ.get("KAPEA_DATABASE") and not (home.folder() / home.DATABASE).exists():
        stop(NO_DATABASE.format(home=home.folder()), NOT_NOW)  # before a secret is made there, too
    _set_up_django()
    from kapea.config import databases, migrating
    from kapea.config.key_store import KEY_STORE, OTHER

    if patient:
        from django.db import connections

        databases.be_patient(connections.settings, databases.COMMAND_SECONDS)
    for alias in (OTHER, KEY_STORE) if keys else (OTHER,):
        migrating.check_ready(alias)


def database_sentence(error: Exception) -> str | None:
    """What an operator is told of a database that is not ready or fails; None for any other error."""
    from django.db import DatabaseError, IntegrityError, ProgrammingError

    from kapea.config import causes, migrating

    if isinstance(error, migrating.NotReady):
        return str(error)
    if not isinstance(error, DatabaseError) or isinstance(error, IntegrityError | ProgrammingError):
        return None
    if causes.cause(error).endswith("SQLITE_ERROR"):
        return None
    return causes.database_advice(error, migrating.database_name("default"))


def operator() -> str:
    """Who runs this command, for the trail: the name of the account on this machine. Raises Unset for one
    that may not stand there.
    """
    from kapea.audit.shapes import is_account
    from kapea.config.env import Unset

    name = os.environ.get("KAPEA_BY") or os.environ.get("USER") or "command"
    if not is_account(name):
        raise Unset("KAPEA_BY, or the account's name, is no name for the trail: write one without a blank")
    return name
