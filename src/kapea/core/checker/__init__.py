"""Proves a pack safe before a frightened child meets it: explores all a person can reach.

`check` is the whole of it. `doors` holds what each door can carry, for doors that are built later.
"""

from kapea.core.checker.check import check
from kapea.core.checker.report import PROPERTIES, Report

__all__ = ["PROPERTIES", "Report", "check"]
