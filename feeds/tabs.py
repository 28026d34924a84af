"""The pages that higher floors add to those of a community."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Tab:
    """A page of a community: its name, its label and the name of its address, which takes the community's slug."""

    name: str
    label: str | Promise
    url: str
    for_moderators: bool = False


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Add a page. From AppConfig.ready."""
    _tabs[tab.name] = tab


def of(slug: str, *, is_moderator: bool) -> list[tuple[str, str, str]]:
    """The name, label and address of each page that the reader may open."""
    shown = [tab for tab in _tabs.values() if is_moderator or not tab.for_moderators]
    return [(tab.name, str(tab.label), reverse(tab.url, args=[slug])) for tab in shown]
