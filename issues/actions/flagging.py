"""Flagging and joining as people do it: with a customer who may be new here."""

from __future__ import annotations

from dataclasses import replace

from esn.activity.spine import action
from issues.actions.customers import create_customer
from issues.actions.joining import join
from issues.actions.potatoes import Flag, flag
from issues.actions.sending import sent_before
from issues.models import Customer, Issue
from people.models import Person


@action
def flag_here(flagged: Flag, *, by: Person, customer: Customer | str | None) -> Issue:
    """Flag it; a customer given by a name that nobody has is added. All of it happens, or nothing.

    Sent twice under one client UUID it is one potato, and one customer. Raises what flagging raises.
    """
    if already := sent_before(flagged.client_uuid, by=by):
        return already
    return flag(replace(flagged, customer=_known(customer, by)), by=by)


@action
def join_here(issue: Issue, *, by: Person, customer: Customer | str | None) -> Issue:
    """Say "mine too" for a customer who may be new here."""
    return join(issue, by=by, customer=_known(customer, by))


def _known(customer: Customer | str | None, by: Person) -> Customer | None:
    if not isinstance(customer, str):
        return customer
    return create_customer(by=by, name=customer, language=by.language, owner=by)
