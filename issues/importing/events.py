"""What an import leaves in the history of a potato: how far its log was told."""

from __future__ import annotations

from esn.activity.events import Event
from issues.models import Issue

imported = Event[Issue](name="issue.imported", kind="issue")
