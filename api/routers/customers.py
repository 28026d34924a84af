"""Customers and their contacts."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from ninja import Query

from api import finding
from api.auth import person_of
from api.routers.posts import person_named
from api.routing import Routes
from api.schemas.common import Listing, Paging, Request, Text, listing, sent
from api.schemas.customers import ContactIn, ContactOut, ContactPatch, CustomerIn, CustomerOut, CustomerPatch
from esn.lib.pages import keyset
from issues.actions import contacts
from issues.actions import customers as acting
from issues.models import Customer
from people.models import Person

routes = Routes("customers")


class Filters(Paging):
    """Which customers: by a word of the name, only those put away or only the others."""

    q: Text = ""
    archived: bool | None = None


def _loaded(rows: QuerySet[Customer]) -> QuerySet[Customer]:
    return rows.select_related("owner").prefetch_related("contacts")


def _out(person: Person, customer: Customer) -> CustomerOut:
    """A customer; a guest does not learn who is spoken with there."""
    told = CustomerOut.of(customer)
    return told.model_copy(update={"contacts": []}) if person.is_guest else told


@routes.get("/customers", Listing[CustomerOut])
def customers(request: Request, filters: Query[Filters]) -> dict[str, Any]:
    """The customers that the caller may see."""
    rows = Customer.objects.visible_to(person_of(request))
    if filters.archived is not None:
        rows = rows.filter(archived_at__isnull=not filters.archived)
    if filters.q:
        rows = rows.filter(name__unaccent__icontains=filters.q)
    page = keyset(_loaded(rows), fields=("id",), cursor=filters.cursor, limit=filters.limit, descending=False)
    return listing(page, partial(_out, person_of(request)))


@routes.post("/customers", CustomerOut, status=201)
def create(request: Request, body: CustomerIn) -> CustomerOut:
    """Add one."""
    by = person_of(request)
    return _out(by, acting.create_customer(by=by, owner=by, **body.model_dump()))


@routes.get("/customers/{customer_id}", CustomerOut)
def customer(request: Request, customer_id: int) -> CustomerOut:
    """One customer."""
    return _out(person_of(request), finding.customer(request, customer_id))


@routes.patch("/customers/{customer_id}", CustomerOut)
def update(request: Request, customer_id: int, body: CustomerPatch) -> CustomerOut:
    """Change it; `owner` is who looks after the customer, null for nobody."""
    found = finding.customer(request, customer_id)
    changes = sent(body, nullable=("version", "owner"))
    version = changes.pop("version", None)
    if "owner" in changes:
        changes["owner"] = person_named(person_of(request), body.owner, "owner")
    acting.update_customer(found, by=person_of(request), version=version, **changes)
    return _out(person_of(request), finding.customer(request, customer_id))


@routes.post("/customers/{customer_id}/contacts", ContactOut, status=201)
def add_contact(request: Request, customer_id: int, body: ContactIn) -> ContactOut:
    """Add a person at the customer."""
    found = finding.customer(request, customer_id)
    made = contacts.add_contact(
        found,
        by=person_of(request),
        name=body.name,
        email=body.email,
        language=body.language or "",
        by_mail=body.by_mail,
    )
    return ContactOut.of(made)


@routes.patch("/contacts/{contact_id}", ContactOut)
def edit_contact(request: Request, contact_id: int, body: ContactPatch) -> ContactOut:
    """Change a person at a customer."""
    found = finding.contact(request, contact_id)
    return ContactOut.of(contacts.edit_contact(found, by=person_of(request), **sent(body)))


@routes.delete("/contacts/{contact_id}")
def remove_contact(request: Request, contact_id: int) -> None:
    """Nobody writes to him any more: his links close and his address is forgotten."""
    contacts.remove_contact(finding.contact(request, contact_id), by=person_of(request))


@routes.post("/customers/{customer_id}/archive", CustomerOut)
def archive(request: Request, customer_id: int) -> CustomerOut:
    """Put a customer away whom no open potato hits."""
    contacts.archive_customer(finding.customer(request, customer_id), by=person_of(request))
    return _out(person_of(request), finding.customer(request, customer_id))


@routes.post("/customers/{customer_id}/restore", CustomerOut)
def restore(request: Request, customer_id: int) -> CustomerOut:
    """Bring an archived customer back."""
    contacts.restore_customer(finding.customer(request, customer_id), by=person_of(request))
    return _out(person_of(request), finding.customer(request, customer_id))
