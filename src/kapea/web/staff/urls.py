"""Addresses of sign-in and of what everybody has of their own."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.db.transaction import atomic
from django.urls import path
from django.views.generic import RedirectView

from kapea.web.base.ruled import ruled
from kapea.web.staff import codes, joining, own, passkeys, removing

PREFIX = "staff/"
FACTOR = "second-factor"
START = RedirectView.as_view(url="/staff/office/")

urlpatterns = [
    path("", ruled("own.read", START)),
    path("sign-in", ruled("sign-in", account.login), name="account_login"),
    path("sign-in/second-factor", ruled("sign-in", factors.authenticate), name="mfa_authenticate"),
    path("language", ruled("sign-in", own.choose_language)),
    path("join/<str:token>", ruled("join", joining.join_by_link)),
    path("sign-out", ruled("sign-out", own.sign_out), name="account_logout"),
    path("again", ruled(FACTOR, account.reauthenticate), name="account_reauthenticate"),
    path("again/code", ruled(FACTOR, factors.reauthenticate), name="mfa_reauthenticate"),
    path(
        "again/passkey",
        ruled(FACTOR, passkeys.PasskeyAgain.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-factor/", ruled(FACTOR, factors.index), name="mfa_index"),
    path("second-factor/codes/add", ruled(FACTOR, totp.activate_totp), name="mfa_activate_totp"),
    path(
        "second-factor/codes/remove",
        ruled(FACTOR, removing.RemoveAppCodes.as_view()),
        name="mfa_deactivate_totp",
    ),
    path("second-factor/paper", ruled(FACTOR, codes.ShownPaper.as_view()), name="mfa_view_recovery_codes"),
    path(
        "second-factor/paper/new",
        ruled(FACTOR, codes.NewPaper.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("second-factor/passkeys", ruled(FACTOR, webauthn.list_webauthn), name="mfa_list_webauthn"),
    path(
        "second-factor/passkeys/add",
        ruled(FACTOR, atomic(passkeys.AddPasskey.as_view())),
        name="mfa_add_webauthn",
    ),
    path(
        "second-factor/passkeys/<int:pk>/remove",
        ruled(FACTOR, passkeys.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("own", ruled("own.read", own.own)),
    path("own/conduct", ruled("own.conduct", own.conduct)),
    path("own/passphrase", ruled("own.change", own.passphrase)),
    path("own/memberships/<str:id>", ruled("own.memberships", own.choose_membership)),
    path("own/sessions/<str:id>/end", ruled("own.sessions.end", own.end_session)),
]
