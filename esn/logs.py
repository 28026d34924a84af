"""How the application logs: one JSON object a line, with secrets in addresses masked."""

import re
from collections.abc import MutableMapping
from importlib import import_module
from typing import Any

import structlog

TOKENS = re.compile(r"(/(?:s|u|reset|key)/|[?&](?:token|key|signature)=)[^/\s?&\"']+", re.IGNORECASE)
QUIET = ("celery", "kombu", "uvicorn.access", "django.channels.server", "asyncio")


def mask(text: str) -> str:
    """The text with what stands behind /s/ or token= made unreadable."""
    return TOKENS.sub(r"\1…", text)


def mask_event(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every string of one log event."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = mask(value)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    mask_event,
]


def configure(level: str, *, plain: bool) -> dict[str, Any]:
    """Django's LOGGING; `plain` writes for a person at a terminal instead of for a machine."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    writer = structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, writer],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {name: {"level": "WARNING"} for name in QUIET} | {"django.request": {"level": "ERROR"}},
    }


def report_errors(dsn: str, *, release: str) -> None:
    """Send crashes to a Sentry of the operator's choice; without an address nothing leaves the machine."""
    if dsn:
        sentry = import_module("sentry_sdk")  # costs every start half a second, and few want it
        sentry.init(dsn=dsn, release=release or None, send_default_pii=False, max_request_body_size="never")
