"""Something that others do between two looks of one request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


class Meanwhile:
    """Has something happen once, just before a function of a module does its work."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def before(self, module: object, name: str, happens: Callable[[], Any]) -> None:
        real = getattr(module, name)

        def first(*given: Any, **named: Any) -> Any:
            self.patch.setattr(module, name, real)
            happens()
            return real(*given, **named)

        self.patch.setattr(module, name, first)
