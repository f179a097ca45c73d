"""Rules one service record must keep: it can be reached, it may be shown, it does not gainsay itself."""

from __future__ import annotations

from kapea.core.directory.model import Service
from kapea.core.directory.trust import STALE, is_shown
from kapea.core.pack.read.field_readers import place_of
from kapea.core.pack.read.yaml_reader import Reader


def check_service(reader: Reader, service: Service, *, has_address: bool, hidden: bool) -> None:
    """Adds a P07 for each rule that `service`, as just read by `reader`, does not keep."""
    _may_be_shown(reader, service, hidden)
    _can_be_reached(reader, service, has_address)
    if service.hours == "listed" and not reader.has("closed_on_holidays"):
        mend = "`closed_on_holidays: true`, also when nobody knows"
        _add(reader, "hours", "does it close on public holidays?", mend)


def _may_be_shown(reader: Reader, service: Service, hidden: bool) -> None:
    if service.exception and service.confidence != STALE:
        mend = "an exception only lifts age (confidence: STALE); more it cannot do"
        _add(reader, "exception", f"no exception shows what is {service.confidence}", mend)
    if hidden or is_shown(service) or not reader.has("confidence"):
        return
    mend = "`hidden: why`, or find a second source"
    if service.confidence == STALE:
        mend = "`exception: why there is nothing better`, or `hidden: why`"
    _add(reader, "confidence", f"{service.confidence} is not shown", mend)


def _can_be_reached(reader: Reader, service: Service, has_address: bool) -> None:
    if service.through and service.phones:
        _add(reader, "through", "reached through another, and has a number", "keep one of the two")
    if not (service.phones or service.website or service.through or has_address):
        _add(reader, "id", "nobody can reach it", "phones, address, website or through")


def _add(reader: Reader, key: str, says: str, mend: str) -> None:
    reader.findings.add("P07", place_of(reader, key), says, mend)
