"""The HTTP half: what gunicorn serves, and what esn.asgi wraps."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
application = get_wsgi_application()
