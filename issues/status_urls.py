"""The customer's page."""

from django.urls import path

from issues.views import status

urlpatterns = [
    path("s/<str:token>/", status.page, name="status"),
    path("s/<str:token>/answer/", status.answer, name="status-answer"),
    path("s/<str:token>/rate/", status.rate, name="status-rate"),
    path("s/<str:token>/files/<slug:key>", status.file, name="status-file"),
]
