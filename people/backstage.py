"""The site of Django's administration: administrators only, and one door for logging in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

HIDDEN = frozenset({"auth", "account"})


class Backstage(AdminSite):
    """`/admin/`; what it changes goes through the actions."""

    site_header = _("Potluck administration")
    site_title = _("Potluck administration")
    index_title = _("People, teams, skills")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only tables of ours: groups mean nothing here, and addresses are changed on the account."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.app_label not in HIDDEN]
        super().register(ours, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """No second login page beside the throttled one."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.get_full_path()))
