"""Taking a second step away: by a form alone, and of each person one after the other."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.views import DeactivateTOTPView
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View

from kapea.people.models import User
from kapea.web.staff.signed import acting_user


class OneRemovalAtATime(View):
    """A view that looks whether another second step is left, and then takes one away. Two at once would each
    find the other's. So whoever comes second waits for the person's row, and looks after that.
    """

    http_method_names = ["get", "head", "post"]
    """No DELETE and no PUT: what Django does on those asks nobody."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            User.objects.select_for_update().get(pk=acting_user(request).pk)
            return super().dispatch(request, *args, **kwargs)


class RemoveAppCodes(OneRemovalAtATime, DeactivateTOTPView):  # type: ignore[misc]
    """Takes the codes of an app away, unless they are the last second factor."""
