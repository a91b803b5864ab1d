"""All settings, in one file, read strictly from the environment. docs/operations/settings.md names each of them."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from belediyye.core.words import compile_catalogues

SOURCE = Path(__file__).resolve().parent
ROOT = SOURCE.parents[1]
env = environ.Env()


def strict_bool(name: str, default: bool) -> bool:
    """A boolean of the environment; anything but yes/no words is an error, not a guess."""
    text = env.str(name, default="yes" if default else "no").strip().lower()
    if text not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {text!r}")
    return text in {"yes", "true", "1"}


VAR = Path(env.str("BELEDIYYE_VAR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)


def secret(name: str) -> str:
    """The secret NAME from the environment, from the file NAME_FILE, or made once and kept in var/secrets."""
    if given := env.str(name, default=""):
        return given
    kept = Path(env.str(f"{name}_FILE", default=str(VAR / "secrets" / name.lower())))
    if not kept.exists():
        from secrets import token_urlsafe

        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(token_urlsafe(48), "utf-8")
    return kept.read_text("utf-8").strip()


DEBUG = strict_bool("BELEDIYYE_DEBUG", False)
DEMO = strict_bool("BELEDIYYE_DEMO", False)
SECRET_KEY = secret("BELEDIYYE_SECRET_KEY")
# Keys of personal identifiers are apart from SECRET_KEY, so that one may be changed without the other.
# Comma-separated, newest first: the first encrypts, all decrypt.
FIELD_KEYS = secret("BELEDIYYE_FIELD_KEYS").split(",")
INDEX_KEY = secret("BELEDIYYE_INDEX_KEY")

HOST = env.str("BELEDIYYE_URL", default="http://127.0.0.1:8000").rstrip("/")
_host = urlsplit(HOST)
ALLOWED_HOSTS = [
    _host.hostname or "127.0.0.1",
    "127.0.0.1",
    "localhost",
    "[::1]",
    *env.list("BELEDIYYE_HOSTS", default=[]),
]
# The organisation's identifier in IATI files (as at org-id.guide), for example AZ-VOEN-1234567890.
IATI_REFERENCE = env.str("BELEDIYYE_IATI_REFERENCE", default="AZ-VOEN-0000000000")
HTTPS = _host.scheme == "https"
CSRF_TRUSTED_ORIGINS = [HOST] if HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if strict_bool("BELEDIYYE_BEHIND_PROXY", False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 12
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

INSTALLED_APPS = [
    # The house, in the order of the ladder: a room stands below those that use it, and the demonstration is built so.
    "belediyye.core",
    "belediyye.alliance.relations",
    "belediyye.administration.council",
    "belediyye.finance.rules",
    "belediyye.finance.revenue",
    "belediyye.finance.budget",
    "belediyye.alliance.strategy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "belediyye.core.middleware.ActorMiddleware",
]
ROOT_URLCONF = "belediyye.urls"
WSGI_APPLICATION = "belediyye.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "belediyye.core.navigation.context",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'belediyye.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock first, so that two writers queue
    # instead of one of them failing half-way. Pages of 8 kB halve the time in which a large change is made lasting; a
    # database keeps the size that it was made with.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;",
    }
else:
    # The compiled law is one large expression; PostgreSQL's JIT then takes seconds and cannot be cancelled.
    _database["OPTIONS"] = {"options": "-c jit=off"}
    _database["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_ADAPTER = "belediyye.core.accounts.HouseAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "belediyye"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

# The demonstration writes to invented people: their letters are put into a folder and go nowhere.
EMAIL_HOST = env.str("BELEDIYYE_EMAIL_HOST", default="localhost")
_mail = "filebased" if DEMO else "smtp" if env.str("BELEDIYYE_EMAIL_HOST", default="") else "console"
EMAIL_FILE_PATH = VAR / "letters"
EMAIL_BACKEND = env.str("BELEDIYYE_EMAIL_BACKEND", default=f"django.core.mail.backends.{_mail}.EmailBackend")
_security = env.str("BELEDIYYE_EMAIL_SECURITY", default="none").strip().lower()
if _security not in {"none", "starttls", "tls"}:
    raise ImproperlyConfigured(f"BELEDIYYE_EMAIL_SECURITY must be none, starttls or tls, not {_security!r}")
EMAIL_USE_TLS, EMAIL_USE_SSL = _security == "starttls", _security == "tls"
EMAIL_PORT = env.int("BELEDIYYE_EMAIL_PORT", default={"none": 25, "starttls": 587, "tls": 465}[_security])
EMAIL_HOST_USER = env.str("BELEDIYYE_EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("BELEDIYYE_EMAIL_PASSWORD", default="")
if _password_file := env.str("BELEDIYYE_EMAIL_PASSWORD_FILE", default=""):
    EMAIL_HOST_PASSWORD = Path(_password_file).read_text("utf-8").strip()
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("BELEDIYYE_EMAIL_FROM", default="belediyye@localhost")

LANGUAGE_CODE = "az"
LANGUAGES = [("az", _("Azerbaijani")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "dil"
TIME_ZONE = "Asia/Baku"
USE_TZ = True
USE_I18N = True
FORM_RENDERER = "belediyye.core.form_rendering.HouseRenderer"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "uploads"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
FILES_ROOT = VAR / "files"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_485_760

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("BELEDIYYE_LOG_LEVEL", default="WARNING")},
}

# Words are kept as text (.po); the machine form is made here, at start, where it is missing or old.
compile_catalogues(SOURCE)
