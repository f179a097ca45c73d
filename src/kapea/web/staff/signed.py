"""What the gate found out about a request, for the views behind it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from kapea.people.member import Member
from kapea.people.models import StaffSession, User
from kapea.vault.hybrid import PrivateHalf


class StaffRequest(HttpRequest):
    """What the gate notes down on a request of staff. `member` is None where somebody works nowhere yet."""

    keys_usable: bool
    member: Member | None
    private_key: PrivateHalf
    staff_session: StaffSession


def staff_request(request: HttpRequest) -> StaffRequest:
    """The same request, as the gate leaves it."""
    return cast(StaffRequest, request)


def acting_member(request: HttpRequest) -> Member:
    """Whoever works here. Only for addresses whose rule is for staff: the gate has let them in."""
    member = staff_request(request).member
    assert member is not None
    return member


def acting_user(request: HttpRequest) -> User:
    """The person."""
    user = request.user
    assert isinstance(user, User)
    return user


def staff_session(request: HttpRequest) -> StaffSession:
    """The session they are signed in by."""
    return staff_request(request).staff_session


def private_key(request: HttpRequest) -> PrivateHalf:
    """The key of whoever works here, open for this request: the gate joined its two halves."""
    return staff_request(request).private_key
