"""What a log may say: when, how bad, where in our code, which kind of failure. Never a message from outside.

An exception's text can hold an answer, an address or a number. So tracebacks are written as places in
code only.
"""

from __future__ import annotations

import logging
import traceback

from kapea.config.causes import cause
from kapea.web.base.request import FAILURE

OURS = "kapea"


class QuietFormatter(logging.Formatter):
    """Formats a record without any words that may have come from a person or the network."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        body = record.getMessage() if record.name.split(".")[0] == OURS else _where(record)
        return f"{head} {body}" + self._failure(record)

    def _failure(self, record: logging.LogRecord) -> str:
        if not record.exc_info or record.exc_info[1] is None:
            return _noted(record)
        error = record.exc_info[1]
        frames = traceback.extract_tb(error.__traceback__)
        places = "".join(f"\n    {_place(frame)}" for frame in frames[-12:])
        return f" {cause(error)}{places}"


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
