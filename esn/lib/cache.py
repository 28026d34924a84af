"""The shared cache, which may be away without a page failing or waiting for it."""

import functools
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

REST_SECONDS = 2.0
TIMEOUTS = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}
log = structlog.get_logger(__name__)


def _patient(ask: Callable[..., Any], otherwise: Callable[..., Any]) -> Any:
    """A method of the client that answers `otherwise` for two seconds after Redis did not."""

    @functools.wraps(ask)
    def method(client: "PatientClient", *args: Any) -> Any:
        if time.monotonic() < client.rests_until:
            return otherwise(*args)
        try:
            return ask(client, *args)
        except (RedisError, OSError) as away:
            client.rests_until = time.monotonic() + REST_SECONDS
            log.warning("cache.away", reason=str(away))
            return otherwise(*args)

    return method


class PatientClient(RedisCacheClient):
    """When Redis is away every read is a miss, every write succeeds and every count starts anew."""

    rests_until = 0.0

    add = _patient(RedisCacheClient.add, lambda *_: True)
    get = _patient(RedisCacheClient.get, lambda _key, default: default)
    set = _patient(RedisCacheClient.set, lambda *_: None)
    touch = _patient(RedisCacheClient.touch, lambda *_: False)
    delete = _patient(RedisCacheClient.delete, lambda *_: False)
    get_many = _patient(RedisCacheClient.get_many, lambda _keys: {})
    has_key = _patient(RedisCacheClient.has_key, lambda _key: False)
    incr = _patient(RedisCacheClient.incr, lambda _key, delta: delta)
    set_many = _patient(RedisCacheClient.set_many, lambda *_: None)
    delete_many = _patient(RedisCacheClient.delete_many, lambda _keys: None)
    clear = _patient(RedisCacheClient.clear, lambda: False)


class PatientRedisCache(RedisCache):
    """Django's Redis cache with a client that shrugs."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": {**TIMEOUTS, **params.get("OPTIONS", {})}})
        self._class = PatientClient
