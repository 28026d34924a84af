"""Every setting, read from the environment; .env.example lists the names."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import monkeypatch

from esn import environment, logs

monkeypatch()  # lets models.Field[int, int] and the like be written at run time

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("ESN_DATA_DIR") or BASE_DIR / ".data").resolve()

# --- who we are
SECRET_KEY = environment.required("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = environment.env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = environment.switch("DEBUG")
BASE_URL = environment.env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE = environment.base_url(BASE_URL)
HOST = SITE.hostname or ""
HTTPS = SITE.scheme == "https"
ALLOWED_HOSTS: list[str] = [HOST, *environment.env.list("ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
COMPANY_NAME = environment.env.str("COMPANY_NAME", default="Potluck")
COMPANY_COLOUR = environment.env.str("COMPANY_COLOUR", default="")
SHOW_PARTS = DEBUG
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)

# --- what is in it: ours from the top floor down, then what we stand on
INSTALLED_APPS = [
    "demo",
    "api",
    "search",
    "digests",
    "issues",
    "feeds",
    "notifications",
    "people",
    "esn.live",
    "esn.activity",
    "esn",
    "people.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "channels",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_structlog",
    "django_prometheus",
    "ninja",
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "esn.middleware.CanonicalHostMiddleware",
    "esn.middleware.PrivateByDefaultMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.ReaderMiddleware",
    "esn.frame.FreshFrameMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "esn.lib.http.RefusalMiddleware",
    "api.problems.ProblemMiddleware",
    "esn.middleware.BodyLimitMiddleware",
    "esn.middleware.MembersOnlyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "esn.toasts.ToastMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "esn.urls"
WSGI_APPLICATION = "esn.wsgi.application"
ASGI_APPLICATION = "esn.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "esn.frame.frame",
            ],
        },
    }
]

# --- where things are kept
STATEMENT_SECONDS = environment.number("STATEMENT_SECONDS", 30)
HTTP_THREADS = environment.number("HTTP_THREADS", 16, least=1)
WEB_PROCESSES = environment.number("WEB_PROCESSES", 1, least=1)
WORKER_THREADS = environment.number("WORKER_THREADS", 4, least=1)
DATABASES = {
    "default": {
        **environment.database(environment.required("DATABASE_URL"), statement_seconds=STATEMENT_SECONDS),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
REDIS_URL = environment.redis_database(environment.required("REDIS_URL"), 1)
CACHES = {
    "default": {
        "BACKEND": "esn.lib.cache.PatientRedisCache",
        "LOCATION": environment.redis_database(environment.required("REDIS_URL"), 2),
    }
}
MEDIA_ROOT = Path(environment.env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
STATIC_URL = "/static/"
STATIC_ROOT = environment.env.str("STATIC_ROOT", default="") or None
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_ROOT
WHITENOISE_MAX_AGE = 60 if STATIC_ROOT else 0
COLLECTED = "esn.statics.Collected"
AS_THEY_LIE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": COLLECTED if STATIC_ROOT else AS_THEY_LIE},
}
MAX_UPLOAD_MB = environment.number("MAX_UPLOAD_MB", 25, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # so that the refusal of more than a post may carry comes with what was typed
BODY_SECONDS = 60
API_PER_MINUTE = environment.number("API_PER_MINUTE", 1200, least=1)

# --- people and how they come in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- cookies and headers
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "connect-src": [SELF, f"{'wss' if HTTPS else 'ws'}://{SITE.netloc}"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
}

# --- words and hours
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
COMPANY_ZONE = environment.env.str("COMPANY_ZONE", default="Europe/Paris")

# --- mail
EMAIL_URL = environment.env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = environment.env.str("DEFAULT_FROM_EMAIL", default=f"Potluck <potluck@{HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
vars().update(environment.mail(EMAIL_URL, folder=DATA_DIR / "mail"))

# --- due work: Celery only says "look now"
CELERY_BROKER_URL = environment.celery_broker(environment.required("REDIS_URL"), 0)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.5}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "retry_on_timeout": True,
}

# --- what operators see
METRICS_TOKEN = environment.env.str("METRICS_TOKEN", default="")
PROMETHEUS_EXPORT_MIGRATIONS = False
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # it would believe a forged X-Forwarded-For
LOG_LEVEL = environment.one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = logs.configure(LOG_LEVEL, plain=environment.switch("LOG_PLAIN"))
logs.report_errors(environment.env.str("SENTRY_DSN", default=""), release=environment.env.str("RELEASE", default=""))
