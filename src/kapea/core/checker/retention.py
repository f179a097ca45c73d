"""K18 for how long records are kept: a number that names a source names one that is listed, and each is
looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.upkeep import is_past
from kapea.core.pack.problem import Problem


def retention_sourced(case: CheckContext) -> Iterator[Problem]:
    """K18. Without a source a number is a programme default, and says so; nobody claims that it was reviewed
    for law then. One that expired is a warning: it goes on holding, since what is kept must end.
    """
    for kind, kept in case.release.retention.items():
        id, upkeep = f"retention.{kind}", kept.upkeep
        for source in upkeep.sources:
            if source not in case.release.known_sources:
                mend = "`sources: [ids of sources.yaml]`, or none: then it is a programme default"
                yield case.problem("K18", id, f"{id} names {source}, which is not listed", mend)
        if kept.is_programme_default and "law" in upkeep.reviewed_for:
            mend = "name the source, or take `law` out of `for:`"
            yield case.problem("K18", id, f"{id} was reviewed for law, and names no source", mend)
        if not upkeep.expires:
            yield case.problem("K18", id, f"{id} does not say when to look at it again", "write `expires:`")
        elif is_past(case, upkeep.expires):
            says, mend = f"{id} expired on {upkeep.expires}", "look at it again, and move the date"
            yield case.problem("K18", id, says, mend, severity="warning")
