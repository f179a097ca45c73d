"""What a log may say: when, how bad, where in our code, which kind of failure. Never a message from outside.

An exception's text can hold an answer, an address or a number. So tracebacks are written as places in
code only.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

from kapea.config.causes import cause
from kapea.web.base.request import FAILURE

OURS = "kapea"


class QuietFormatter(logging.Formatter):
    """Formats a record without any words that may have come from a person or the network."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        places = "".join(f"\n    {place}" for place in _places(record))
        return f"{head} {_said(record)}{_failure(record)}{places}"


class JsonLines(QuietFormatter):
    """The same as one JSON object a line: when (UTC), how bad, who says it, what, which failure, where."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "says": _said(record),
        }
        failure, places = _failure(record).strip(), _places(record)
        return json.dumps(
            told | ({"failure": failure} if failure else {}) | ({"places": places} if places else {})
        )


def _said(record: logging.LogRecord) -> str:
    return record.getMessage() if record.name.split(".")[0] == OURS else _where(record)


def _failure(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return f" {cause(error)}" if error is not None else _noted(record)


def _places(record: logging.LogRecord) -> list[str]:
    """Where in the code an error came by, the last twelve."""
    error = record.exc_info[1] if record.exc_info else None
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    return [_place(frame) for frame in frames[-12:]]


def _where(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", "")
    return f"{record.module}:{record.lineno} {status}".strip()


def _noted(record: logging.LogRecord) -> str:
    """What a view noted of a failure that it answered itself: its cause, and where it was raised."""
    noted = getattr(getattr(record, "request", None), "META", None)
    why = noted.get(FAILURE) if isinstance(noted, dict) else None
    if not isinstance(why, BaseException):
        return f" {why}" if why else ""
    frames = traceback.extract_tb(why.__traceback__)
    return " ".join(["", cause(why), *(_place(frame) for frame in frames[-1:])])


def _place(frame: traceback.FrameSummary) -> str:
    return f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
