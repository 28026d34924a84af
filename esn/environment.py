"""Reads settings from the environment and spells server addresses for each library that wants them."""

from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

DATABASE_SCHEMES = ("postgres", "postgresql", "psql", "pgsql")
REDIS_SCHEMES = ("redis", "rediss", "unix")
MAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "smtps", "consolemail", "filemail", "memorymail", "dummymail")
HTTP_SCHEMES = ("http", "https")


def required(name: str) -> str:
    """The value of a setting without which nothing can run."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: export it or copy .env.example (make run sets it by itself).")
    return value


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, refused with a sentence when it is none."""
    text: str = env.str(name, default=str(default))
    if not text.isdecimal() or int(text) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {text!r}.")
    return int(text)


def switch(name: str) -> bool:
    """Yes or no; off unless it is set."""
    text: str = env.str(name, default="").lower()
    if text not in {"", "0", "1", "no", "yes", "false", "true", "off", "on"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")
    return text in {"1", "yes", "true", "on"}


def one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """A word of a short list, in capital letters."""
    text: str = env.str(name, default=default).upper()
    if text not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {text!r}.")
    return text


def address(name: str, value: str, schemes: tuple[str, ...]) -> SplitResult:
    """An address taken apart; a wrong scheme or port is named."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{name} is not an address: {wrong}.") from None
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with {' or '.join(f'{s}://' for s in schemes)}.")
    return parts


def base_url(value: str) -> SplitResult:
    """Where people reach the site: scheme and host, nothing behind."""
    parts = address("BASE_URL", value, HTTP_SCHEMES)
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured("BASE_URL must be a scheme and a host only, like https://potluck.example.com.")
    return parts


# short statements on flash memory: an index costs little more than reading on, and compiling them never pays
PLANNING = {"random_page_cost": "1.1", "jit": "off"}


def database(url: str, *, statement_seconds: int) -> dict[str, object]:
    """Django's spelling of a PostgreSQL address: TCP, or a unix socket as ?host=/folder or %2Ffolder.

    No statement may take longer than `statement_seconds`; 0 sets no limit.
    """
    parts = address("DATABASE_URL", url, DATABASE_SCHEMES)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL must name a database, like postgres://user:password@host/name.")
    session = {"statement_timeout": f"{statement_seconds}s", "idle_in_transaction_session_timeout": "60s", **PLANNING}
    options["options"] = " ".join(f"-c {key}={value}" for key, value in session.items())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }


def redis_database(url: str, database: int) -> str:
    """One server, a numbered database, as redis-py spells it."""
    parts = address("REDIS_URL", url, REDIS_SCHEMES)
    if parts.scheme == "unix":
        return f"unix://{parts.netloc}{parts.path}?db={database}"
    return parts._replace(path=f"/{database}").geturl()


def celery_broker(url: str, database: int) -> str:
    """The same as kombu spells it: a unix socket has a scheme of its own there."""
    parts = address("REDIS_URL", url, REDIS_SCHEMES)
    if parts.scheme == "unix":
        return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={database}"
    return redis_database(url, database)


def mail(url: str, *, folder: Path) -> dict[str, object]:
    """Django's mail settings; without an address every mail is written to a file in `folder`."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    address("EMAIL_URL", url, MAIL_SCHEMES)
    settings: dict[str, object] = environ.Env.email_url_config(url)
    return {**settings, "EMAIL_TIMEOUT": 10}
