"""Django's settings. What differs between installations stands in `installation`; here is what does not."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from procerus.clinic.installation import SESSION, Installation

INSTALLATION = Installation.here()
HEART = Path(__file__).parents[1]

DEBUG = False
DEMO = INSTALLATION.demo
SECRET_KEY = INSTALLATION.secret(SESSION).hex()
ALLOWED_HOSTS = list(INSTALLATION.hosts)
DATABASES = INSTALLATION.databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "procerus.clinic.urls"
WSGI_APPLICATION = "procerus.clinic.wsgi.application"

FEATURES = (
    "look", "trail", "people", "access", "login", "phones", "diaries", "record", "appointments", "summaries",
    "stock", "decisions", "injections", "authorisations", "records", "letters", "sheet", "today", "audit",
    "ops", "demo",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    *(f"procerus.clinic.{feature}" for feature in FEATURES),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "procerus.clinic.ops.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "procerus.clinic.login.middleware.SessionEnds",
    "procerus.clinic.login.middleware.OwnLanguage",
    "procerus.clinic.phones.middleware.KeyMissing",
    "procerus.clinic.access.middleware.KeptNowhere",
    "procerus.clinic.access.middleware.Readable",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "procerus.clinic.look.context.look",
            ],
            "builtins": ["procerus.clinic.look.templatetags.look"],
        },
    }
]
FORM_RENDERER = "procerus.clinic.look.forms.Renderer"

# Who logs in, and how
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LEAST_PASSWORD_LENGTH = 15
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": LEAST_PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "procerus.clinic.login.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "procerus.clinic.login.forms.LogIn",
    "change_password": "procerus.clinic.login.forms.NewPassword",
    "set_password": "procerus.clinic.login.forms.FirstPassword",
    "reauthenticate": "procerus.clinic.login.forms.PasswordAgain",
}
# Few guesses of a password or a code for one account, from wherever they come: over a day at most 20.
# A passkey is no guess, so whoever has one gets in while others are guessing. A clinic has one address: many
# guesses from one are refused only where no clinic would make them.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/5m/ip,1000/d/ip,5/5m/key,20/d/key",
    "reauthenticate": "10/m/user,40/d/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if INSTALLATION.https else 0
MFA_ADAPTER = "procerus.clinic.login.adapter.Factors"
MFA_FORMS = {
    "authenticate": "procerus.clinic.login.forms.Code",
    "reauthenticate": "procerus.clinic.login.forms.CodeAgain",
    "activate_totp": "procerus.clinic.login.forms.FirstCode",
    "add_webauthn": "procerus.clinic.login.forms.NewPasskey",
    "edit_webauthn": "procerus.clinic.login.forms.PasskeyName",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # a clinic begins its day at one address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a clinic without a mail server has nothing to verify with
MFA_TOTP_ISSUER = "Procerus"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not INSTALLATION.https

# Sessions end; cookies are this site's alone
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = INSTALLATION.https
SESSION_COOKIE_NAME = "__Host-session" if INSTALLATION.https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if INSTALLATION.https else "csrf"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: no session outlives a long working day
IDLE_SECONDS = 45 * 60  # without a request for so long, somebody else may sit there
CSRF_FAILURE_VIEW = "procerus.clinic.access.failures.csrf"
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in INSTALLATION.hosts] if INSTALLATION.https else []

# What a browser may do with a page
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if INSTALLATION.https else None
SECURE_SSL_REDIRECT, SECURE_REDIRECT_EXEMPT = INSTALLATION.https, [r"^health$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if INSTALLATION.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = INSTALLATION.https
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# Languages and days
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
USE_TZ = True
TIME_ZONE = "UTC"  # instants are stored so; what a clinic sees is in the clinic's own zone
DATE_INPUT_FORMATS = ["%Y-%m-%d"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    ("heart", HEART / "injection" / "styles"),
    ("heart", HEART / "exchange" / "pages" / "styles"),
]
STATIC_ROOT = INSTALLATION.folder / "static"  # `procerus serve` fills it: named by content, compressed
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

CACHES = {
    "default": {
        "BACKEND": "procerus.clinic.login.guesses.Guesses",
        "LOCATION": "procerus_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # what is pushed out of it would be a guess that was not counted
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LOGGING_CONFIG = None  # procerus.clinic.ops.logs writes lines without a word about patients
SILENCED_SYSTEM_CHECKS = [] if INSTALLATION.https else [
    "security.W004", "security.W008", "security.W012", "security.W016", "security.W021",
]  # fmt: skip  # without HTTPS there is nothing that these could be switched on for
