"""Every address, floor by floor; the parts are included by string so that nothing is imported upwards."""

from django.urls import URLPattern, URLResolver, include, path

from esn import health

# digests stands before people, whose pages of settings would answer for its own
PARTS = ["digests.urls", "people.urls", "feeds.urls", "issues.urls", "notifications.urls", "api.urls", "search.urls"]

HEALTH = [path("live", health.live, name="live"), path("ready", health.ready, name="ready")]
urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", include((HEALTH, "health"))),
    path("metrics", health.metrics, name="metrics"),
    path("", include("esn.look_urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("allauth.account.urls")),
    *[path("", include(part)) for part in PARTS],
]
