"""The tabs of the settings; higher floors add their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from esn.ui import Link


@dataclass(frozen=True)
class Tab:
    """A page of the settings, by the name of its address."""

    label: str | Promise
    view_name: str
    place: int


_tabs: list[Tab] = [
    Tab(_("Profile"), "people:settings", 10),
    Tab(_("Skills"), "people:settings-skills", 20),
    Tab(_("Absence"), "people:settings-absence", 30),
    Tab(_("Appearance"), "people:settings-appearance", 40),
    Tab(_("Signing in"), "people:settings-access", 90),
]


def register(label: str | Promise, view_name: str, *, place: int = 50) -> None:
    """Add a page to the settings; those of people stand at 10, 20, 30, 40 and 90. Called from AppConfig.ready."""
    _tabs.append(Tab(label, view_name, place))


def links(current: str) -> list[Link]:
    """The tabs in their order, `current` being where one is."""
    ordered = sorted(_tabs, key=lambda tab: tab.place)
    return [
        Link(str(tab.label), reverse(tab.view_name), None, "page" if tab.view_name == current else "")
        for tab in ordered
    ]
