"""Customers: the list, one of them with contacts and potatoes, and changing them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esn import toasts
from esn.lib.http import is_fragment
from issues.actions import contacts, customers
from issues.forms import customers as forms
from issues.forms.moves import NothingForm
from issues.models import Contact, Customer
from issues.reading import customers as reading
from issues.views.answers import ask, asked, away, sent
from issues.views.listing import rows
from people.http import MemberRequest


@require_GET
def listing(request: MemberRequest) -> HttpResponse:
    """Everybody to whom we sell, by name."""
    q = request.GET.get("q", "")
    archived = "archived" in request.GET
    page = reading.page(request.user, q=q, cursor=request.GET.get("cursor"), archived=archived)
    template = "issues/_customers.html" if is_fragment(request) else "issues/customers.html"
    return render(request, template, {"customers": page.items, "next": page.next, "q": q, "archived": archived})


@require_GET
def suggest(request: MemberRequest) -> HttpResponse:
    """Names while one types."""
    found = reading.suggest(request.user, request.GET.get("customer", ""))
    return render(request, "issues/_suggest.html", {"customers": found})


@require_GET
def customer(request: MemberRequest, pk: int) -> HttpResponse:
    """One customer: contacts, and the potatoes one may see."""
    found = _visible(request, pk)
    page = reading.potatoes(found, request.user, cursor=request.GET.get("cursor"))
    facts = {"customer": found, "rows": rows(page.items, request), "next": page.next, "url": request.path}
    if is_fragment(request):
        return render(request, "issues/_cards.html", facts)
    return render(request, "issues/customer.html", {**facts, "contacts": found.contacts.current()})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add a customer."""
    form = forms.CustomerForm(sent(request), by=request.user, initial={"language": request.user.language})
    made: list[Customer] = []
    status = asked(request, form, lambda: made.append(customers.create_customer(by=request.user, **form.said())))
    if status:
        back = "/customers/"
        return ask(request, form, title=_("Add a customer"), send=_("Add"), back=back, status=status)
    return away(request, made[0].get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a customer."""
    found = _visible(request, pk)
    form = forms.ChangeCustomerForm(sent(request), by=request.user, initial=forms.as_it_is(found))
    status = asked(request, form, lambda: customers.update_customer(found, by=request.user, **form.said()))
    if status:
        back = found.get_absolute_url()
        return ask(request, form, title=_("Edit the customer"), send=_("Save"), back=back, status=status)
    toasts.say(request, _("Saved."))
    return away(request, found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a person at the customer."""
    found = _visible(request, pk)
    form = forms.ContactForm(sent(request), by=request.user, initial={"language": found.language})
    status = asked(request, form, lambda: contacts.add_contact(found, by=request.user, **form.said()))
    if status:
        back = found.get_absolute_url()
        return ask(request, form, title=_("Add a contact"), send=_("Add"), back=back, status=status, lead=found.name)
    toasts.say(request, _("Added."))
    return away(request, found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def edit_contact(request: MemberRequest, pk: int, contact: int) -> HttpResponse:
    """Change a person at the customer."""
    found = _contact(request, pk, contact)
    form = forms.ContactForm(sent(request), by=request.user, initial=forms.contact_as_it_is(found))
    status = asked(request, form, lambda: contacts.edit_contact(found, by=request.user, **form.said()))
    if status:
        back, lead = found.customer.get_absolute_url(), found.customer.name
        return ask(request, form, title=_("Edit the contact"), send=_("Save"), back=back, status=status, lead=lead)
    toasts.say(request, _("Saved."))
    return away(request, found.customer.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def remove_contact(request: MemberRequest, pk: int, contact: int) -> HttpResponse:
    """Forget a person at the customer; asked once more, since his address cannot be brought back."""
    found = _contact(request, pk, contact)
    form = NothingForm(sent(request), by=request.user)
    status = asked(request, form, lambda: contacts.remove_contact(found, by=request.user))
    if status:
        lead = _("The links of %(name)s close and the address is forgotten; what he or she wrote stays.")
        said = {"title": _("Remove the contact"), "send": _("Remove"), "lead": lead % {"name": found.name}}
        return ask(request, form, back=found.customer.get_absolute_url(), status=status, **said)
    toasts.say(request, _("Removed."))
    return away(request, found.customer.get_absolute_url())


@require_POST
def archive(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a customer away."""
    found = _visible(request, pk)
    contacts.archive_customer(found, by=request.user)
    toasts.say(request, _("Archived."), undo=reverse("issues:customer-restore", args=[pk]))
    return away(request, found.get_absolute_url())


@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring a customer back."""
    found = _visible(request, pk)
    contacts.restore_customer(found, by=request.user)
    toasts.say(request, _("Brought back."))
    return away(request, found.get_absolute_url())


def _contact(request: MemberRequest, pk: int, contact: int) -> Contact:
    """The contact, for whoever may know his address."""
    if request.user.is_guest:
        raise Http404
    return get_object_or_404(_visible(request, pk).contacts.current().select_related("customer"), pk=contact)


def _visible(request: MemberRequest, pk: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user).select_related("owner"), pk=pk)
