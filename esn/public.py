"""The written list of pages that need no login; every other page asks for one."""

from fnmatch import fnmatchcase

PUBLIC = (
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "set_language",
    "frame:brand",
    "frame:manifest",
    "frame:worker",
    "frame:offline",
    "frame:theme",
    "health:live",
    "health:ready",
    "metrics",
    "issues:status*",
    "digests:unsubscribe",
    "digests:picture",
    "api-1:*",
)


def is_public(view_name: str) -> bool:
    """Whether a page, named as in `{% url %}`, is on the list."""
    return any(fnmatchcase(view_name, pattern) for pattern in PUBLIC)
