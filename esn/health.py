"""What a load balancer, an alarm and Prometheus ask."""

import time
from collections.abc import Callable
from datetime import timedelta
from hmac import compare_digest
from ipaddress import ip_address

import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from redis.exceptions import RedisError

from esn.activity.models import Tick

STARTED = time.monotonic()
TICK_SECONDS = 60
SETTLED_SECONDS = 300
log = structlog.get_logger(__name__)


@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """The process can do its work: 200, or 503 with what is missing."""
    found = {name: _passes(name, check) for name, check in CHECKS.items()}
    status = 200 if all(found.values()) else 503
    return JsonResponse({name: "ok" if fine else "failing" for name, fine in found.items()}, status=status)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: with the token, or from this machine when no proxy stands before us."""
    if not _may_measure(request):
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    return answer


def register(name: str, check: Callable[[], bool]) -> None:
    """Have readiness ask this too, once the process has been up for as long as five minutes."""
    CHECKS[name] = lambda: time.monotonic() - STARTED < SETTLED_SECONDS or check()


def ticked() -> bool:
    """Whether a worker heard the beat within the last minute."""
    now, minute = timezone.now(), timedelta(seconds=TICK_SECONDS)
    return Tick.objects.filter(name="tick", at__range=(now - minute, now + minute)).exists()


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, RedisError, OSError) as trouble:
        log.warning("health.failing", check=name, reason=str(trouble))
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return bool(cursor.fetchone())


def _redis() -> bool:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
        return bool(client.ping())


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _tick() -> bool:
    """Without a worker and a beat nothing falls due; they get a minute to come up."""
    if time.monotonic() - STARTED < TICK_SECONDS:
        return True
    return ticked()


def _may_measure(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    direct = not settings.TRUSTED_PROXIES and "X-Forwarded-For" not in request.headers
    return direct and ip_address(request.META["REMOTE_ADDR"]).is_loopback


CHECKS = {"database": _database, "redis": _redis, "migrations": _migrations, "tick": _tick}
