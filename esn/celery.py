"""The Celery application: every second it says "look now"; the work itself lies in rows of the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
app = Celery("esn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {"tick": {"task": "esn.tick", "schedule": 1.0, "options": {"expires": 1}}}
app.autodiscover_tasks(related_name="jobs")
