"""The Celery application: every second it says "look now"; the work itself lies in rows of the database."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init

from embedded.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
app = Celery("esn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {"tick": {"task": "esn.tick", "schedule": 1.0, "options": {"expires": 1}}}
app.autodiscover_tasks(related_name="jobs")


@beat_embedded_init.connect
def leave_together(**_: Any) -> None:
    """`worker --beat` forks the beat; without this it would outlive a killed worker."""
    die_with_parent()
