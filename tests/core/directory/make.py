"""Small makers of directory values: what a test does not say is harmless."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kapea.core.directory.hours import OpenState, moment, opening_now
from kapea.core.directory.model import Area, Directory, Opening, Phone, Service

ZONE = "Asia/Phnom_Penh"
AREAS = {"08": Area("08", "area.08"), "12": Area("12", "area.12"), "1201": Area("1201", "area.1201", "12")}


def make_service(id: str = "line", **given: Any) -> Service:
    given = {"types": ("HELPLINE",), "confidence": "C3", "expires": "2099-01-01"} | given
    return Service(id=id, organization="O", name=f"service.{id}.name", does=f"service.{id}.does", **given)


def make_phone(number: str = "1280", **given: Any) -> Phone:
    return Phone(number, **given)


def weekly(days: tuple[int, ...], opens: int, closes: int) -> dict[str, Any]:
    return {"hours": "listed", "openings": (Opening(days, opens * 60, closes * 60),)}


def make_directory(*services: Service, **given: Any) -> Directory:
    given = {"areas": AREAS, "holidays": (), "order": {}, "fallback": (), "types": {}} | given
    return Directory(version="v", time_zone=ZONE, services={each.id: each for each in services}, **given)


def opening_at(directory: Directory, service: Service, *, at: datetime) -> OpenState:
    """Whether `service` is open at `at`, as far as the directory knows."""
    return opening_now(service, moment(at, directory.time_zone), directory.holidays)
