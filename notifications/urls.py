"""Addresses of the inbox."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("inbox/", views.show, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<int:pk>/", views.follow, name="open"),
    path("inbox/<int:pk>/read/", views.read, name="read"),
    path("settings/notifications/", views.settings, name="settings"),
]
