"""The site of Django's administration: administrators only, and one door for logging in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class Backstage(AdminSite):
    """`/admin/`; what it changes goes through the actions."""

    site_header = _("Potluck administration")
    site_title = _("Potluck administration")
    index_title = _("People, teams, skills")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """No second login page beside the throttled one."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.get_full_path()))
