"""Django's settings. What a deployer may change comes from the environment (see `environment.py`)."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sharewell.config import environment
from sharewell.config.databases import cannot_be_written, database, for_reading
from sharewell.config.logs import LOGGING  # noqa: F401 (Django reads it here)
from sharewell.config.secret import signing_secret
from sharewell.config.single_sign_on import providers

SOURCE = Path(__file__).resolve().parent.parent
WEB = SOURCE / "web"
EXAMPLES = SOURCE.parent.parent / "examples"  # the invented county, in a copy of the source

# --- Where things are kept -------------------------------------------------------------------------
HOME = Path(
    environment.text(
        "SHAREWELL_HOME", "var", "The folder of the database, the keys and the prepared static files."
    )
).resolve()
KEYS = Path(
    environment.text(
        "SHAREWELL_KEYS",
        "",
        "The folder of the keys. Keep it on another disk than the database, and back it up apart.",
        says="`keys` in SHAREWELL_HOME",
    )
    or HOME / "keys"
).resolve()
DATABASES = {
    "default": database(
        environment.text(
            "DATABASE_URL", "",
            "The address of a PostgreSQL, such as `postgresql://name:password@host/sharewell`. "
            "Use PostgreSQL wherever more than a few people work at once.",
            says="SQLite in SHAREWELL_HOME",
        ),
        HOME,
    )
}  # fmt: skip
BACKUP_RECIPIENTS = environment.names(
    "SHAREWELL_BACKUP_RECIPIENTS",
    "",
    "Whom backups are sealed to: what `sharewell keys new-recipient` printed, between commas.",
)
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
READING_ONLY = environment.flag(
    "SHAREWELL_READING_ONLY",
    False,
    "Serve what is there and refuse every write. So it is too, unasked, where the SQLite file cannot be "
    "written.",
) or cannot_be_written(DATABASES["default"])
if READING_ONLY:
    DATABASES["default"] = for_reading(DATABASES["default"], HOME)
SPOOL = Path(
    environment.text(
        "SHAREWELL_SPOOL",
        "",
        "The file that keeps, sealed, what must not be lost while the database cannot be written. Best on "
        "another disk.",
        says="`spool` in SHAREWELL_HOME",
    )
    or HOME / "spool"
).resolve()
CACHES = {
    # Counts sign-in attempts. One process serves SQLite, so its memory will do; PostgreSQL may have many.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if ON_SQLITE
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# --- Who we are, and how we are reached ------------------------------------------------------------
DEBUG = environment.flag(
    "SHAREWELL_DEBUG", False, "For developers only: shows errors in full. Never on a real service."
)
DEMO = environment.flag(
    "SHAREWELL_DEMO",
    False,
    "Set by `dev.py demo` alone: invented people, their codes and mails shown to anybody.",
)
SITE_URL = environment.text(
    "SHAREWELL_ADDRESS",
    "http://localhost:8000",
    "The address that people type, which the links in mails begin with.",
).rstrip("/")
LAW_CONTACT = environment.text(
    "SHAREWELL_LAW_CONTACT",
    "",
    "The e-mail address to which lawyers may send corrections of the rules. Shown to anybody.",
    says="none: a correction is copied or downloaded",
)
ALLOWED_HOSTS = environment.names(
    "SHAREWELL_HOSTS",
    "localhost,127.0.0.1,[::1]",
    "The host names that the service answers to, between commas.",
)
AGREEMENT_KINDS = environment.text(
    "SHAREWELL_AGREEMENT_KINDS",
    "",
    "A folder with kinds of agreement of your own: each file adds one, or stands in place of ours.",
    says="none: the kinds that come with Sharewell",
)
LOG_ORIGIN = environment.text(
    "SHAREWELL_LOG_ORIGIN",
    f"{urlsplit(SITE_URL).hostname}/log",
    "The name of this log in its signed checkpoints. Never change it once anything was recorded.",
    says="the host of SHAREWELL_ADDRESS, then `/log`",
)
TIMESTAMP_SERVER = environment.text(
    "SHAREWELL_TIMESTAMP_SERVER",
    "",
    "The address of a time-stamp server (RFC 3161), for `sharewell stamp_log`.",
    says="none: the log is not stamped",
)
TIMESTAMP_ROOTS = environment.text(
    "SHAREWELL_TIMESTAMP_ROOTS",
    "",
    "A file with the root certificate of that server, in PEM. No other is trusted.",
    says="none",
)
WATCH_CLOCK = True  # the log says where the clock jumped; tests set the clock, and turn it off
HAS_TLS = environment.flag(
    "SHAREWELL_TLS",
    not (DEBUG or DEMO),
    "Whether people reach the service over https. Cookies are sent over nothing else then.",
)
BEHIND_PROXY = environment.flag(
    "SHAREWELL_BEHIND_PROXY", False,
    "Whether a proxy of your own stands in front and sets X-Forwarded-Proto and X-Forwarded-For.",
)  # fmt: skip
SECRET_KEY = environment.text(
    "SHAREWELL_SECRET", "", "Signs sessions and links.", says="made on first use and kept in SHAREWELL_KEYS"
) or signing_secret(KEYS)
SECRET_KEY_FALLBACKS = environment.names(
    "SHAREWELL_SECRETS_BEFORE", "", "Earlier secrets, still honoured, between commas."
)

# --- Agreements --------------------------------------------------------------------------------------
# Habits of UK practice, and no law: docs/interpretations/welsh-accord.md says how sure we are.
FIRST_REVIEW_MONTHS = environment.number(
    "SHAREWELL_FIRST_REVIEW_MONTHS", 6, "After so many months an agreement is reviewed for the first time."
)
REVIEW_MONTHS = environment.number(
    "SHAREWELL_REVIEW_MONTHS", 24, "At most so many months lie between later reviews of an agreement."
)

# --- What it is made of ----------------------------------------------------------------------------
# The rooms of the domain: what stands first may use what stands after it, never the reverse.
ROOMS = [
    "oversight",
    "requests",
    "deliveries",
    "decisions",
    "agreements",
    "dpias",
    "children",
    "learning",
    "organisations",
    "audit",
]
INSTALLED_APPS = [
    "sharewell.config",
    *[f"sharewell.domain.{room}" for room in ROOMS],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "sharewell.config.headers.Headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads each answer at random, so that its length tells nothing
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sharewell.web.layout.forgery.FormsOfOurs",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sharewell.config.whose_page.WhosePage",
    "sharewell.web.accounts.middleware.KeepForm",
    "sharewell.web.accounts.middleware.TooManyAtOnce",
    "sharewell.config.sign_in.SignInRequired",
    "sharewell.web.accounts.middleware.SecondFactorRequired",
    "sharewell.config.idle.IdleTimeout",
    "sharewell.web.accounts.middleware.SameNetwork",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sharewell.web.layout.errors.Refusals",
    "sharewell.config.last_look.LastLook",
]
ROOT_URLCONF = "sharewell.config.urls"
WSGI_APPLICATION = "sharewell.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_context = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "sharewell.web.layout.came_from.form_marks",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(WEB.glob("*/templates")),
        "OPTIONS": {"environment": "sharewell.web.layout.jinja.environment", "context_processors": _context},
    },
    {  # allauth's own tags need it; every page of ours is Jinja
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _context},
    },
]

# --- People and sessions ---------------------------------------------------------------------------
AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "sharewell.web.accounts.hashing.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
HASHES_AT_ONCE = environment.number(
    "SHAREWELL_HASHES_AT_ONCE",
    2,
    "How many passwords are checked at once; each takes 46 MiB for a moment. A few more wait in line.",
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sharewell.web.accounts.passwords.Long"},
    {"NAME": "sharewell.web.accounts.passwords.NotGuessable"},
]
SINGLE_SIGN_ON = providers(
    environment.text(
        "SHAREWELL_SINGLE_SIGN_ON",
        "",
        "A file that says which organisations sign in through a service of their own (OpenID Connect).",
        says="none: everybody signs in here",
    ),
    may_be_plain=not HAS_TLS,
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:today"
LOGOUT_REDIRECT_URL = "front:front"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator writes people in; nobody signs up by themselves
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HAS_TLS else "http"
ACCOUNT_ADAPTER = "sharewell.web.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "sharewell.web.accounts.forms.SignIn",
    "reauthenticate": "sharewell.web.accounts.forms.PasswordAgain",
    "reset_password": "sharewell.web.accounts.forms.ForgottenPassword",
    "change_password": "sharewell.web.accounts.forms.NewPassword",
    "reset_password_from_key": "sharewell.web.accounts.forms.NewPasswordByLink",
}
MFA_ADAPTER = "sharewell.web.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "sharewell.web.accounts.forms.SecondStep",
    "reauthenticate": "sharewell.web.accounts.forms.SecondStepAgain",
    "activate_totp": "sharewell.web.accounts.forms.SetUpApp",
    "add_webauthn": "sharewell.web.accounts.forms.AddPasskey",
    "login_webauthn": "sharewell.web.accounts.forms.SignInWithPasskey",
    "authenticate_webauthn": "sharewell.web.accounts.forms.PasskeyAsSecondStep",
    "reauthenticate_webauthn": "sharewell.web.accounts.forms.PasskeyAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sharewell"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HAS_TLS

SESSION_ENGINE = "sharewell.config.sessions"
SESSION_COOKIE_AGE = 60 * environment.number(
    "SHAREWELL_IDLE_MINUTES",
    15,
    "After so many minutes in which nothing was done, a person is signed out. Drafts are kept.",
)
SESSION_HOURS = environment.number(
    "SHAREWELL_SESSION_HOURS",
    10,
    "After so many hours a person signs in anew, whatever they were doing. Drafts are kept.",
)
SAME_NETWORK = environment.flag(
    "SHAREWELL_SAME_NETWORK",
    True,
    "Whether a person is asked again who they are when their session turns up in another network.",
)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HAS_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Over https no neighbour under the same domain can plant a cookie of this name, and none goes to one.
COOKIE_PREFIX = "__Host-" if HAS_TLS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "sharewell.web.layout.errors.stale_form"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- What the browser may do -----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the picture of a second-factor code is one
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *sorted({origin for each in SINGLE_SIGN_ON for origin in each.origins})],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],  # no text becomes markup in a script
        "trusted-types": [NONE],  # nor by a way round that
    }
}
# What every answer carries besides is in headers.py, which says it last.
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SECURE_CONTENT_TYPE_NOSNIFF = False
SECURE_SSL_REDIRECT = HAS_TLS
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT = (
    1024 * 1024 * environment.number("SHAREWELL_FILE_MEGABYTES", 20, "The largest file that can be attached.")
)

# --- Words -----------------------------------------------------------------------------------------
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = sorted(SOURCE.glob("**/locale"))
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- Static files ----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no page of another site needs our files
STATICFILES_DIRS = sorted(WEB.glob("*/static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail ------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.text("SHAREWELL_SMTP_HOST", "localhost", "The mail server.")
EMAIL_PORT = environment.number("SHAREWELL_SMTP_PORT", 25, "Its port.")
EMAIL_HOST_USER = environment.text("SHAREWELL_SMTP_USER", "", "The name to sign in there with.", says="none")
EMAIL_HOST_PASSWORD = environment.text(
    "SHAREWELL_SMTP_PASSWORD", "", "The password to sign in there with.", says="none"
)
_security = environment.text(
    "SHAREWELL_SMTP_SECURITY", "none", "How the line to it is sealed: `starttls`, `tls` or `none`."
)
EMAIL_USE_TLS, EMAIL_USE_SSL = _security == "starttls", _security == "tls"
EMAIL_TIMEOUT = 10  # seconds for each thing that the server is asked
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text(
    "SHAREWELL_MAIL_FROM", "Sharewell <no-reply@localhost>", "Whom the mails come from."
)
BOUNCES = environment.text(
    "SHAREWELL_BOUNCES",
    "",
    "A Maildir into which your mail server puts what comes back to the address above.",
    says="none: mails that come back are not noticed",
)
