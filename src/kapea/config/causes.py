"""What an error was, in a word that holds nothing of anybody: for logs, and for the operator."""

from __future__ import annotations

import errno
from collections.abc import Iterator


def cause(error: BaseException) -> str:
    """The kind of an error, and the code of whoever raised it first: `OperationalError SQLITE_BUSY`."""
    codes = (_code(each) for each in _chain(error))
    return " ".join(filter(None, (type(error).__name__, next((code for code in codes if code), ""))))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _code(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return errno.errorcode.get(error.errno, "")
    codes = (getattr(error, name, None) for name in ("sqlite_errorname", "sqlstate", "log_code"))
    return str(next(filter(None, codes), ""))


DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
UNKNOWN = "Start it, make it (createdb), or mend KAPEA_DATABASE."
SENTENCES = {
    "SQLITE_FULL": "The disk is full. Free some space, then start again.",
    "SQLITE_READONLY": "The database can be read only. Give this account its file and folder: chown.",
    "SQLITE_CANTOPEN": "The database cannot be opened. Give this account its file and folder: chown.",
    "SQLITE_BUSY": "Another program holds the database. End it, then start again.",
    "SQLITE_IOERR": "The disk fails. Look at its health before anything else.",
}


def database_advice(error: BaseException, database: str) -> str:
    """What an operator is told of a database that fails, and how to mend it. `database` is how it is called
    there: a path, or a host and a name, never a password.
    """
    said = cause(error)
    code = said.partition(" ")[2]
    if code.startswith(DAMAGED):
        return (
            f"The database {database} is damaged. Move it away, run `kapea migrate`, then `kapea restore` "
            f"with your last backup. Open conversations are lost. ({said})"
        )
    known = next((sentence for start, sentence in SENTENCES.items() if code.startswith(start)), "")
    return f"The database {database} does not answer. {known or UNKNOWN} ({said})"
