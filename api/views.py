"""A person's own tokens: listed, made, revoked."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from api.actions import MOST_NAME, create_token, revoke_token
from api.models import Scope
from people import tabs
from people.http import MemberRequest


class TokenForm(forms.Form):
    """What a new token is for and may do."""

    name = forms.CharField(label=_("What is it for?"), max_length=MOST_NAME)
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.READ]
    )

    def __init__(self, *args: object, may_administer: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not may_administer:
            self.fields["scopes"].choices = Scope.choices[:2]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: MemberRequest) -> HttpResponse:
    """The tokens of the reader; a new one shows its secret once, on the answer that made it."""
    form = TokenForm(request.POST or None, may_administer=request.user.is_admin)
    secret, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            _token, secret = create_token(by=request.user, **form.cleaned_data)
            form, status = TokenForm(may_administer=request.user.is_admin), 201
    mine = request.user.api_tokens.filter(revoked_at=None)
    facts = {"form": form, "tokens": mine, "secret": secret, "tabs": tabs.links("tokens")}
    return render(request, "api/tokens.html", facts, status=status)


@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """It opens nothing from now on."""
    revoke_token(get_object_or_404(request.user.api_tokens, pk=pk), by=request.user)
    return redirect("tokens")
