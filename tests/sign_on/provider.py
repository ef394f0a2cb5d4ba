"""An OpenID provider: django-oauth-toolkit, as a service of its own with its own people and database.

`python -m tests.sign_on.provider PORT FOLDER` reads `people.json` and `client.json` from the folder and
serves until it is stopped. People: {name: {"password", and the claims that are said of them}}. While it runs,
`switch.json` may bend what it says: {"nonce": wrong, "aud": wrong ...}.
"""

import json
import sys
from pathlib import Path

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command


def key():
    """A signing key of the provider's own."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def configure(port, folder):
    """Django's settings for the provider."""
    pages = "tests.sign_on.provider_pages"
    settings.configure(
        DEBUG=False, SECRET_KEY="of the provider alone", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=pages,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                        "django.contrib.messages", "oauth2_provider"],
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                    "django.contrib.auth.middleware.AuthenticationMiddleware",
                    "django.contrib.messages.middleware.MessageMiddleware"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                    "DIRS": [Path(__file__).parent / "templates"]}],
        LOGIN_URL="/login/", USE_TZ=True, SESSION_COOKIE_NAME="provider", FOLDER=folder,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        OAUTH2_PROVIDER={"OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": key(), "PKCE_REQUIRED": True,
                         "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}/o",
                         "OAUTH2_VALIDATOR_CLASS": f"{pages}.Validator",
                         "SCOPES": {"openid": "who", "email": "where", "profile": "what"}},
    )  # fmt: skip
    django.setup()


def fill(folder):
    """Its tables, its people, and its one client."""
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    for name, person in json.loads((folder / "people.json").read_text()).items():
        User.objects.create_user(name, password=person["password"])
    client = json.loads((folder / "client.json").read_text())
    Application.objects.create(
        client_id=client["id"], client_secret=client["secret"], redirect_uris=client["back"],
        client_type="confidential", authorization_grant_type="authorization-code", algorithm="RS256",
        skip_authorization=True,
    )  # fmt: skip


if __name__ == "__main__":
    configure(sys.argv[1], Path(sys.argv[2]))
    fill(Path(sys.argv[2]))
    call_command("runserver", f"127.0.0.1:{sys.argv[1]}", use_reloader=False, verbosity=0)
