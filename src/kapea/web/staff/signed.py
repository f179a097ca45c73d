"""What the gate found out about a request, for the views behind it."""

from __future__ import annotations

from django.http import HttpRequest

from kapea.people.member import Member
from kapea.people.models import StaffSession, User
from kapea.vault.hybrid import PrivateHalf


def acting_member(request: HttpRequest) -> Member:
    """Whoever works here. Only for addresses whose rule is for staff: the gate has let them in."""
    member: Member = request.member  # type: ignore[attr-defined]
    return member


def acting_user(request: HttpRequest) -> User:
    """The person."""
    user = request.user
    assert isinstance(user, User)
    return user


def staff_session(request: HttpRequest) -> StaffSession:
    """The session they are signed in by."""
    session: StaffSession = request.staff_session  # type: ignore[attr-defined]
    return session


def private_key(request: HttpRequest) -> PrivateHalf:
    """The key of whoever works here, open for this request: the gate joined its two halves."""
    private: PrivateHalf = request.private_key  # type: ignore[attr-defined]
    return private
