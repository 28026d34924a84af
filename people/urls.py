"""The addresses of people."""

from django.contrib import admin
from django.urls import include, path, register_converter
from django.views.generic import RedirectView

from people.views import accounts, directory, profile, settings


class HandleConverter:
    """What a handle can look like; anything else is no address of ours."""

    regex = r"[A-Za-z0-9][A-Za-z0-9_.\-]{1,29}"

    def to_python(self, value: str) -> str:
        """Handles are in small letters, whatever is typed."""
        return value.lower()

    def to_url(self, value: str) -> str:
        return value


register_converter(HandleConverter, "handle")

people = [
    path("people/", directory.people, name="list"),
    path("people/suggest", directory.suggest, name="suggest"),
    path("people/org/", directory.chart, name="org"),
    path("people/invite/", accounts.invite, name="invite"),
    path("people/<handle:handle>/", profile.profile, name="profile"),
    path("people/<handle:handle>/card/", directory.card, name="card"),
    path("people/<handle:handle>/photo/", profile.photo, name="photo"),
    path("people/<handle:handle>/follow/", profile.follow, name="follow"),
    path("people/<handle:handle>/unfollow/", profile.unfollow, name="unfollow"),
    path("people/<handle:handle>/invite/", accounts.invite_again, name="invite-again"),
    path("people/<handle:handle>/deactivate/", accounts.deactivate, name="deactivate"),
    path("people/<handle:handle>/reactivate/", accounts.reactivate, name="reactivate"),
    path("settings/", RedirectView.as_view(pattern_name="people:settings")),
    path("settings/profile/", settings.profile, name="settings"),
    path("settings/skills/", settings.skills, name="settings-skills"),
    path("settings/absence/", settings.absence, name="settings-absence"),
    path("settings/absence/<int:pk>/end/", settings.end_absence, name="end-absence"),
    path("settings/appearance/", settings.appearance, name="settings-appearance"),
    path("settings/language/", settings.language, name="language"),
    path("settings/access/", settings.signing_in, name="settings-access"),
    path("settings/access/out/", settings.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("settings/password/", RedirectView.as_view(pattern_name="account_change_password"), name="settings-password"),
]
urlpatterns = [
    path("", include((people, "people"))),
    path("admin/", admin.site.urls),
]
