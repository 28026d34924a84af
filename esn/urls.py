"""Every address, floor by floor; the parts are included by string so that nothing is imported upwards."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from esn import health

PARTS = {
    "digests": "digests.urls",
    "people": "people.urls",
    "feeds": "feeds.urls",
    "issues": "issues.urls",
    "notifications": "notifications.urls",
    "api": "api.urls",
}

HEALTH = [path("live", health.live, name="live"), path("ready", health.ready, name="ready")]
urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", include((HEALTH, "health"))),
    path("metrics", health.metrics, name="metrics"),
    path("", include("esn.look_urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("allauth.account.urls")),
    *[path("", include(urls)) for part, urls in PARTS.items() if find_spec(part) and find_spec(urls)],
]
