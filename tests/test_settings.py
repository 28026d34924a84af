"""Settings come from the environment, and a wrong one says so in one sentence."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from esn import environment
from esn.logs import mask

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k7Wq0y-Zc5xJt3Vn8LpR2sHd9FgMbQa6EuXiToYwC1vBrN4mGzKjPlSfDhUeIoA",
    "BASE_URL": "https://potluck.example.com",
    "DATABASE_URL": "postgres://potluck:p%40ss@db:5433/potluck?sslmode=require",
    "REDIS_URL": "rediss://:secret@cache:6380",
    "EMAIL_URL": "smtp+tls://mail:secret@mail.example.com:587",
    "TRUSTED_PROXIES": "1",
    "METRICS_TOKEN": "figures",
}


@pytest.fixture
def settings_with(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The settings as they would be under other variables."""

    def read(**variables: str) -> dict[str, Any]:
        for name, value in (PRODUCTION | variables).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "esn" / "settings.py"))

    return read


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "ESN_DATA_DIR": "/nonexistent", **variables}
    argv = [sys.executable, "manage.py", *arguments]
    return subprocess.run(argv, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def test_the_deployment_check_is_clean_with_production_settings() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_the_deployment_check_refuses_plain_http_elsewhere() -> None:
    done = manage("check", "--deploy", **PRODUCTION | {"BASE_URL": "http://potluck.example.com"})
    assert done.returncode == 1
    assert "esn.E002" in done.stderr
    assert "anywhere but on this machine it must be https" in done.stderr


def test_the_deployment_check_wants_a_proxy_for_https_and_a_mail_server() -> None:
    done = manage("check", "--deploy", **PRODUCTION | {"TRUSTED_PROXIES": "0", "EMAIL_URL": ""})
    assert "esn.E003" in done.stderr
    assert "esn.W001" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BASE_URL", "potluck.example.com", "BASE_URL must begin with http:// or https://."),
        ("BASE_URL", "https://potluck.example.com/under", "BASE_URL must be a scheme and a host only"),
        ("BASE_URL", "https://potluck.example.com:x", "BASE_URL is not an address"),
        ("DATABASE_URL", "mysql://db/potluck", "DATABASE_URL must begin with postgres://"),
        ("DATABASE_URL", "postgres://db", "DATABASE_URL must name a database"),
        ("REDIS_URL", "http://cache", "REDIS_URL must begin with redis://"),
        ("EMAIL_URL", "mail.example.com", "EMAIL_URL must begin with smtp://"),
        ("MAX_UPLOAD_MB", "plenty", "MAX_UPLOAD_MB must be a whole number of at least 1, not 'plenty'."),
        ("HTTP_THREADS", "0", "HTTP_THREADS must be a whole number of at least 1, not '0'."),
        ("DEBUG", "perhaps", "DEBUG must be 1 or 0, not 'perhaps'."),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of"),
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(settings_with: Any, name: str, value: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)) as refused:
        settings_with(**{name: value})
    assert "\n" not in str(refused.value)


def test_the_command_line_says_the_sentence_without_a_traceback() -> None:
    done = manage("check", **PRODUCTION | {"BASE_URL": "potluck.example.com"})
    assert done.returncode == 1
    assert done.stderr.strip() == "BASE_URL must begin with http:// or https://."


def test_cookies_are_bound_to_the_host_under_https(settings_with: Any) -> None:
    settings = settings_with()
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_cookies_have_plain_names_on_this_machine(settings_with: Any) -> None:
    settings = settings_with(BASE_URL="http://127.0.0.1:8000")
    assert settings["SESSION_COOKIE_NAME"] == "session"
    assert not settings["SESSION_COOKIE_SECURE"]
    assert not settings["SECURE_SSL_REDIRECT"]


def test_mail_goes_to_files_without_a_mail_server(settings_with: Any) -> None:
    settings = settings_with(EMAIL_URL="", ESN_DATA_DIR="/somewhere")
    assert settings["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert settings["EMAIL_FILE_PATH"] == "/somewhere/mail"


def test_a_database_address_over_tcp() -> None:
    found = environment.database(PRODUCTION["DATABASE_URL"], statement_seconds=30)
    assert (found["HOST"], found["PORT"], found["USER"], found["PASSWORD"]) == ("db", "5433", "potluck", "p@ss")
    assert found["NAME"] == "potluck"
    assert isinstance(found["OPTIONS"], dict)
    assert found["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout=30s" in found["OPTIONS"]["options"]


@pytest.mark.parametrize("url", ["postgresql://esn@/esn?host=/run/pg", "postgres://esn@%2Frun%2Fpg/esn"])
def test_a_database_address_by_a_socket(url: str) -> None:
    found = environment.database(url, statement_seconds=0)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/pg", "", "esn")


def test_one_redis_is_spelled_for_each_library() -> None:
    assert environment.redis_database("redis://:pw@cache:6380", 2) == "redis://:pw@cache:6380/2"
    assert environment.celery_broker("redis://:pw@cache:6380/7", 0) == "redis://:pw@cache:6380/0"
    assert environment.redis_database("unix:///run/redis.sock", 2) == "unix:///run/redis.sock?db=2"
    assert environment.celery_broker("unix:///run/redis.sock", 0) == "redis+socket:///run/redis.sock?virtual_host=0"
    assert environment.redis_database("unix://user:pw@/run/redis.sock", 1) == "unix://user:pw@/run/redis.sock?db=1"


def test_logs_carry_no_link_that_opens_something() -> None:
    assert mask("GET /s/abcDEF-123_x/ 200") == "GET /s/…/ 200"
    assert mask("/unsubscribe?token=abc&x=1") == "/unsubscribe?token=…&x=1"
    assert mask("GET /posts/12/ 200") == "GET /posts/12/ 200"


def test_the_company_and_the_limits_of_the_api_are_settings(settings_with: Any) -> None:
    read = settings_with(
        COMPANY_NAME="Aldera", COMPANY_COLOUR="#335577", COMPANY_ZONE="Europe/Zurich", API_PER_MINUTE="90"
    )
    told = [read[name] for name in ("COMPANY_NAME", "COMPANY_COLOUR", "COMPANY_ZONE", "API_PER_MINUTE")]
    assert told == ["Aldera", "#335577", "Europe/Zurich", 90]
    listed = (ROOT / ".env.example").read_text()
    assert all(f"\n{name}=" in listed for name in ("COMPANY_NAME", "COMPANY_COLOUR", "COMPANY_ZONE", "API_PER_MINUTE"))
