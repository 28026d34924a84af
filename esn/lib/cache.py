"""The shared cache, which may be away without a page failing or waiting for it."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

T = TypeVar("T")
REST_SECONDS = 2.0
log = structlog.get_logger(__name__)


class PatientClient(RedisCacheClient):
    """When Redis does not answer, everything is a miss for two seconds; then it is asked again."""

    _rests_until = 0.0

    def _ask(self, question: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() < self._rests_until:
            return otherwise
        try:
            return question()
        except (RedisError, OSError) as away:
            self._rests_until = time.monotonic() + REST_SECONDS
            log.warning("cache.away", reason=str(away))
            return otherwise

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return self._ask(lambda: super(PatientClient, self).add(key, value, timeout), True)

    def get(self, key: str, default: Any) -> Any:
        return self._ask(lambda: super(PatientClient, self).get(key, default), default)

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        self._ask(lambda: super(PatientClient, self).set(key, value, timeout), None)

    def touch(self, key: str, timeout: int | None) -> bool:
        return self._ask(lambda: super(PatientClient, self).touch(key, timeout), False)

    def delete(self, key: str) -> bool:
        return self._ask(lambda: super(PatientClient, self).delete(key), False)

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        return self._ask(lambda: super(PatientClient, self).get_many(keys), {})

    def has_key(self, key: str) -> bool:
        return self._ask(lambda: super(PatientClient, self).has_key(key), False)

    def incr(self, key: str, delta: int) -> int:
        return self._ask(lambda: super(PatientClient, self).incr(key, delta), delta)

    def set_many(self, data: Mapping[str, Any], timeout: int | None) -> None:
        self._ask(lambda: super(PatientClient, self).set_many(data, timeout), None)

    def delete_many(self, keys: Iterable[str]) -> None:
        self._ask(lambda: super(PatientClient, self).delete_many(keys), None)

    def clear(self) -> bool:
        return self._ask(lambda: super(PatientClient, self).clear(), False)


class PatientRedisCache(RedisCache):
    """Django's Redis cache with a client that shrugs."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        timeouts = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}
        super().__init__(server, {**params, "OPTIONS": {**timeouts, **params.get("OPTIONS", {})}})
        self._class = PatientClient
