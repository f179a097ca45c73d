"""What a log may say: when, how bad, where in our code, which kind of failure. Never a message from outside.

An exception's text can hold an answer, an address or a number. So tracebacks are written as places in
code only.
"""

from __future__ import annotations

import logging
import traceback

from kapea.config.causes import cause

OURS = "kapea"


class Codes(logging.Formatter):
    """Formats a record without any words that may have come from a person or the network."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        body = record.getMessage() if record.name.split(".")[0] == OURS else _where(record)
        return f"{head} {body}" + self._failure(record)

    def _failure(self, record: logging.LogRecord) -> str:
        if not record.exc_info or record.exc_info[1] is None:
            return ""
        error = record.exc_info[1]
        frames = traceback.extract_tb(error.__traceback__)
        places = "".join(f"\n    {f.filename.rsplit('/', 1)[-1]}:{f.lineno} {f.name}" for f in frames[-12:])
        return f" {cause(error)}{places}"


def _where(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", "")
    return f"{record.module}:{record.lineno} {status}".strip()


def says_why(record: logging.LogRecord) -> bool:
    """Drops Django's line for each answer of 500 and more without an exception: whoever gave that answer
    has told the cause, once, and another line would tell only that it happened again.
    """
    return record.name != "django.request" or record.exc_info is not None
