"""The product's own settings, but for what only makes tests slow or leaves things behind."""

import atexit
import os
import shutil
import tempfile

if "SHAREWELL_HOME" not in os.environ:
    os.environ["SHAREWELL_HOME"] = tempfile.mkdtemp(prefix="sharewell-tests-")
    atexit.register(shutil.rmtree, os.environ["SHAREWELL_HOME"], ignore_errors=True)
os.environ.setdefault("SHAREWELL_TLS", "no")

from sharewell.config.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
WATCH_CLOCK = False  # tests set the clock; those of the watch itself turn it on
