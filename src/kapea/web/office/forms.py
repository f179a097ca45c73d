"""The forms of the office."""

from __future__ import annotations

from django import forms

from kapea.core.staff.roles import Role
from kapea.people.models import MAX_ID, MAX_NAME


class InvitationForm(forms.Form):
    """Who is invited, and as what."""

    name = forms.CharField(max_length=MAX_NAME)
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role])


class SupervisorForm(forms.Form):
    """The id of a supervisor's membership, or nothing."""

    supervisor = forms.CharField(max_length=MAX_ID, required=False)


class OrganisationForm(forms.Form):
    """What the organisation is called."""

    name = forms.CharField(max_length=MAX_NAME)
