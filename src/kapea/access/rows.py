"""The rows of a model that a rule lets a member see or change. Whatever looks a row up goes through here.

A row that may not be seen and one that is not there are asked for by the same statement, and answered alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import or_
from typing import TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from kapea.core.staff.roles import Relation
from kapea.core.staff.rule_model import Rule
from kapea.core.staff.rules import rule_of
from kapea.people.member import Member
from kapea.people.models import Membership

M = TypeVar("M", bound=Model)


class NotHere(Exception):
    """There is no such row, or not for this member: nobody is told which."""


class NoSuchRelation(LookupError):
    """A rule names a relation in which rows of its model cannot stand: the model has to declare it."""


def visible_rows(member: Member, rule: str, model: type[M]) -> QuerySet[M]:
    """All rows that the rule gives the member; none where their role has no part in it."""
    asked = rule_of(rule)
    if apps.get_model(asked.model) is not model:
        raise NoSuchRelation(f"{rule} is about {asked.model}, not about {model._meta.label}")
    relations = asked.relations(member.role)
    if not relations:
        return model._default_manager.none()
    return model._default_manager.filter(
        reduce(or_, (_which(asked, model, each, member) for each in relations))
    )


def visible_row(member: Member, rule: str, model: type[M], id: str) -> M:
    """The row of that id. Raises NotHere."""
    row = visible_rows(member, rule, model).filter(pk=id).first()
    if row is None:
        raise NotHere
    return row


def confirm(member: Member, rule: str) -> None:
    """Asked again inside the transaction of what is done: they are still who they were when the page came.

    Raises NotHere for whoever left, or whose role has changed meanwhile.
    """
    stands = Membership.objects.select_for_update().filter(
        id=member.id, role=member.role.value, ended_at=None, user__is_active=True
    )
    if not stands.exists() or not rule_of(rule).relations(member.role):
        raise NotHere


def _which(rule: Rule, model: type[Model], relation: Relation, member: Member) -> Q:
    declared = getattr(model, "relations", {})
    if relation not in declared:
        raise NoSuchRelation(f"{rule.name}: rows of {model._meta.label} cannot be {relation.value}")
    return Q(declared[relation](member))


@contextmanager
def acting(member: Member, rule: str, model: type[M], id: str) -> Iterator[M]:
    """A transaction in which the member may do what the rule says to that row, which nobody else changes
    meanwhile. Raises NotHere.
    """
    with transaction.atomic():
        if model is Membership:
            _lock_in_one_order(member.id, id)
        confirm(member, rule)
        rows = visible_rows(member, rule, model).filter(pk=id)
        _lock_together(rows)
        row = rows.select_for_update().first()
        if row is None:
            raise NotHere
        yield row


def _lock_together(rows: QuerySet[M]) -> None:
    """What may change with a row, as its model says, locked in one order: of two who act on two of them each
    would hold one and wait for the other's. Of a row that may not be seen nothing is locked.
    """
    column = getattr(rows.model, "changes_with_others_of", "")
    if column:
        others = rows.model._default_manager.filter(**{f"{column}__in": rows.values(column)})
        list(others.select_for_update().order_by("pk").values_list("pk"))


def _lock_in_one_order(*ids: str) -> None:
    """Two who act on each other would each hold their own row and wait for the other's."""
    list(Membership.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


@contextmanager
def adding(member: Member, rule: str) -> Iterator[None]:
    """A transaction in which the member may add something. Raises NotHere."""
    with transaction.atomic():
        confirm(member, rule)
        yield
