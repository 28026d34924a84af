"""Addresses of the digest."""

from django.urls import path

from digests import views

app_name = "digests"
urlpatterns = [
    path("settings/digest/", views.settings, name="settings"),
    path("u/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mail/elephant-<int:done>-of-<int:total>-<int:taken>.png", views.picture, name="picture"),
    path("admin/mail/", views.mails, name="mails"),
    path("admin/mail/<str:name>/<int:number>/", views.mail, name="mail"),
]
