"""The gate before every page: nobody passes without the rule of its address. Default is no.

Sessions and sign-in exist for addresses of staff alone; the public side stays without.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.middleware import AccountMiddleware
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from kapea.access.rows import NotHere
from kapea.core.staff.rule_model import Act, Audience, Rule
from kapea.people import queries
from kapea.people.signed_in import end_staff_session, note_seen, session_of
from kapea.vault.queries import KeyStoreCondition, KeyStoreState, key_store_state
from kapea.vault.staff_keys import private_of
from kapea.web.base.ruled import rule_of_view
from kapea.web.staff import cookies
from kapea.web.staff.addresses import STAFF, came_by_gate, is_of_staff
from kapea.web.staff.failures import keys_away, staff_not_found
from kapea.web.staff.signed import staff_request

GetResponse = Callable[[HttpRequest], HttpResponseBase]
SIGN_IN, SECOND_FACTOR = f"{STAFF}sign-in", f"{STAFF}second-factor/"
NOBODY = Rule("nobody", Audience.STAFF, Act.READ)
"""Of an address that is not there."""
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffGate:
    """Middleware: sign-in is wrapped around addresses of staff; every view is let through by its rule."""

    def __init__(self, get_response: GetResponse) -> None:
        self._public, self._had_staff = get_response, False
        self._account = AccountMiddleware(_with_cookies(_let_in_first(get_response)))
        self._staff: GetResponse = SessionMiddleware(AuthenticationMiddleware(self._account))  # type: ignore[assignment]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Where no keys were ever made nobody works here: then addresses of staff are not there."""
        if not is_of_staff(request):
            return self._public(request)
        state = self._key_store_state(request)
        self._had_staff = state.condition is not KeyStoreCondition.NEVER_MADE
        if not self._had_staff:
            return self._public(request)
        staff_request(request).keys_usable = state.is_usable
        return self._staff(request)

    def _key_store_state(self, request: HttpRequest) -> KeyStoreState:
        """How the key store stands. Where the other database does not even say whether there are keys, the
        page of a fault is that of staff if they worked here before.
        """
        try:
            return key_store_state()
        except DatabaseError:
            if self._had_staff:
                staff_request(request).keys_usable = False
            raise

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """The default is no: a view without a rule, or one of staff at an address of the public's."""
        rule = rule_of_view(view)
        if rule is None or (rule.audience is not Audience.PUBLIC and not came_by_gate(request)):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """What a part of sign-in raises to be answered with a page of its own. A row that is not there, or
        not for whoever asks, is answered as an address that is not there.
        """
        if not came_by_gate(request):
            return None
        if isinstance(exception, NotHere):
            return staff_not_found(request)
        answered: HttpResponseBase | None = self._account.process_exception(request, exception)
        return answered


def request_time() -> datetime:
    """The moment of a request."""
    return datetime.fromtimestamp(time.time(), UTC)


def _let_in_first(get_response: GetResponse) -> GetResponse:
    """Asks who it is before it is known whether the address exists: either way the same is looked up."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        return _turned_away(request, _view_at(request.path_info)) or get_response(request)

    return respond


def _view_at(address: str) -> Any:
    try:
        return resolve(address).func
    except Resolver404:
        return None


def _turned_away(request: HttpRequest, view: Any) -> HttpResponseBase | None:
    """Where somebody must go first, or that there is nothing; None lets them in. An address that is not there
    has a rule that lets nobody in.
    """
    rule = rule_of_view(view) or NOBODY
    if not staff_request(request).keys_usable:
        return keys_away(request)
    is_signed_in = request.user.is_authenticated and _is_signed_in(request)
    if rule.audience is Audience.ENTRANCE:
        return None
    if not is_signed_in:
        return words_sealed(request, view) or HttpResponseRedirect(SIGN_IN)
    if not is_mfa_enabled(request.user, FACTORS):
        return None if rule.audience is Audience.ENROLLING else HttpResponseRedirect(SECOND_FACTOR)
    member = queries.member_of(str(request.user.pk), request.session.get("membership", ""))
    staff_request(request).member = member
    if rule.audience is Audience.STAFF and (member is None or not rule.relations(member.role)):
        return staff_not_found(request)
    return None


def words_sealed(request: HttpRequest, view: Any) -> HttpResponseBase | None:
    """What a form brought to a view that seals its words also where its session has ended; else None."""
    seal = getattr(view, "after_session", None)
    if request.method != "POST" or seal is None:
        return None
    sealed: HttpResponseBase | None = seal(request)
    return sealed


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether both halves are there: the session, and a key that was used within the idle minutes."""
    session = session_of(request.session.session_key or "", str(request.user.pk))
    at = request_time()
    if session is not None:
        private = private_of(session.open_key, cookies.key_cookie(request), at=at)
        if private is not None:
            staff_request(request).private_key = private
            note_seen(session, at=at)
            staff_request(request).staff_session = session
            return True
        end_staff_session(session)
    logout(request)
    return False


def _with_cookies(get_response: GetResponse) -> GetResponse:
    """Sets on the way out what signing in asked to be set."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, (value, seconds) in getattr(request, "staff_cookies", {}).items():
            cookies.set_staff_cookie(response, name, value, seconds=seconds)
        return response

    return respond
