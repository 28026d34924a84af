"""Django's own administration as an app of ours: its site is people.backstage."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Plain tables for administrators, at /admin/."""

    default_site = "people.backstage.Backstage"
