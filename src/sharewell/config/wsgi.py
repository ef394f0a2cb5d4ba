"""The service as a server sees it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
