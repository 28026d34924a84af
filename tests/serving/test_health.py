"""What a load balancer and an alarm are told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from esn.activity.models import Tick
from esn.checks import enough_connections
from esn.health import ticked
from issues.auditing import audit

NOBODY = "redis://127.0.0.1:1/0"


def test_a_process_is_alive_without_any_server(client: Client) -> None:
    assert client.get("/health/live").content == b"live\n"


@pytest.mark.django_db
def test_a_process_is_ready_when_all_it_needs_is_there(client: Client) -> None:
    Tick.objects.create(name="tick", at=timezone.now())
    audit()
    answer = client.get("/health/ready")
    assert answer.json() == {"database": "ok", "redis": "ok", "migrations": "ok", "tick": "ok", "ladders": "ok"}


@pytest.mark.django_db
def test_what_is_missing_is_named(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = NOBODY
    Tick.objects.create(name="tick", at=timezone.now())
    audit()
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "redis": "failing", "migrations": "ok", "tick": "ok", "ladders": "ok"}


@pytest.mark.django_db
def test_time_passes_only_when_worker_and_beat_meet() -> None:
    assert not ticked()
    Tick.objects.create(name="tick", at=timezone.now() - timedelta(seconds=61))
    assert not ticked()
    Tick.objects.filter(name="tick").update(at=timezone.now())
    assert ticked()


@pytest.mark.django_db
def test_threads_without_a_connection_for_each_are_refused(settings: Settings) -> None:
    assert enough_connections(databases=["default"]) == []
    settings.WEB_PROCESSES = 1000
    (error,) = enough_connections(databases=["default"])
    assert error.id == "esn.E001"
    assert "this node may need 16015" in error.msg


@pytest.mark.django_db
def test_figures_want_their_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "figures"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert b"python_info" in client.get("/metrics", headers={"Authorization": "Bearer figures"}).content
