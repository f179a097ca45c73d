"""Settings of every deployment. What varies comes through `env`; nothing else is read from outside."""

from __future__ import annotations

import os

from kapea.config import databases, env, home, https
from kapea.web import web_areas
from kapea.web.base.form_sizes import STAFF_FORM

HOME = home.folder()
"""Where this installation keeps its database and secret."""

DEBUG = False
SECRET_KEY = env.secret("KAPEA_SECRET", HOME / "secret")
SECRET_KEY_FALLBACKS = env.string_list("KAPEA_SECRET_FORMER", "")
"""Secrets that this one replaced: conversations begun under them are found until they end, and second factors
sealed under them open, until a server has sealed them anew.
"""
ALLOWED_HOSTS = env.string_list("KAPEA_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("KAPEA_HTTPS", False)
"""A proxy of ours stands in front, speaks HTTPS with visitors, and says so in X-Forwarded-Proto."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in https.origins(ALLOWED_HOSTS)] if HTTPS else []
KAPEA_PACKS = env.string_list("KAPEA_PACKS", "cambodia")
"""The packs whose live releases the public door serves. Of several, a visitor chooses one."""
KAPEA_NEW_PER_MINUTE = env.number("KAPEA_NEW_PER_MINUTE", 120)
"""Conversations one place on the network may begin in a minute before it is slowed."""
KAPEA_PRINT_SECONDS = env.number("KAPEA_PRINT_SECONDS", 20)
"""How long a visitor waits for a piece to be printed before they are asked to come again."""
KAPEA_LEAVE_TO = env.string("KAPEA_LEAVE_TO", "")
"""Where Leave goes, if not where the pack says."""
KAPEA_AWAY = env.string("KAPEA_AWAY", "")
"""The folder of pages that the proxy in front shows while this program does not answer; none by default."""
KAPEA_PROXIES = env.number("KAPEA_PROXIES", 0)
"""Proxies of ours in front of the server; with none, X-Forwarded-For is anyone's to write and is not read."""
KAPEA_VECTORS = env.string("KAPEA_VECTORS", "")
"""The socket of the process that gives sentence vectors; without one, words alone are heard."""
KAPEA_TELEGRAM_TOKEN = env.string("KAPEA_TELEGRAM_TOKEN", "")
"""The token of the Telegram bot; without one that door is not there."""
KAPEA_TELEGRAM_PACK = env.string("KAPEA_TELEGRAM_PACK", "")
"""The pack it speaks for; the first of KAPEA_PACKS if none is named."""
KAPEA_TELEGRAM_API = env.string("KAPEA_TELEGRAM_API", "https://api.telegram.org")
"""Where the Bot API is; another where an organisation runs its own."""
KAPEA_META_APP_SECRET = env.string("KAPEA_META_APP_SECRET", "")
"""The secret of the app at Meta, with which WhatsApp and Messenger sign what they bring."""
KAPEA_META_API = env.string("KAPEA_META_API", "https://graph.facebook.com")
KAPEA_WHATSAPP_TOKEN = env.string("KAPEA_WHATSAPP_TOKEN", "")
KAPEA_WHATSAPP_NUMBER_ID = env.string("KAPEA_WHATSAPP_NUMBER_ID", "")
KAPEA_WHATSAPP_PACK = env.string("KAPEA_WHATSAPP_PACK", "")
KAPEA_MESSENGER_TOKEN = env.string("KAPEA_MESSENGER_TOKEN", "")
KAPEA_MESSENGER_PACK = env.string("KAPEA_MESSENGER_PACK", "")
KAPEA_KANNEL_SEND = env.string("KAPEA_KANNEL_SEND", "http://127.0.0.1:13013/cgi-bin/sendsms")
"""Where Kannel takes messages to send; on the same machine."""
KAPEA_KANNEL_USER = env.string("KAPEA_KANNEL_USER", "kapea")
KAPEA_KANNEL_PASSWORD = env.string("KAPEA_KANNEL_PASSWORD", "")
KAPEA_KANNEL_NUMBER = env.string("KAPEA_KANNEL_NUMBER", "")
"""The short code or number that people write to."""
KAPEA_KANNEL_OURS = env.string(
    "KAPEA_KANNEL_OURS", f"https://{ALLOWED_HOSTS[0]}" if HTTPS else "http://127.0.0.1:8000"
)
"""Where Kannel reaches this site."""
KAPEA_KANNEL_PACK = env.string("KAPEA_KANNEL_PACK", "")
KAPEA_ANDROID_ADDRESS = env.string("KAPEA_ANDROID_ADDRESS", "")
"""Where the app on the phone is: http://192.168.1.20:8080."""
KAPEA_ANDROID_USER = env.string("KAPEA_ANDROID_USER", "sms")
KAPEA_ANDROID_PASSWORD = env.string("KAPEA_ANDROID_PASSWORD", "")
KAPEA_ANDROID_PACK = env.string("KAPEA_ANDROID_PACK", "")
KAPEA_VOICE_PACK = env.string("KAPEA_VOICE_PACK", "")
"""The pack that the voice door speaks for; without one that door is not there."""
KAPEA_VOICE_LISTEN = env.string("KAPEA_VOICE_LISTEN", "127.0.0.1:4573")
"""Where Asterisk reaches it: in clear, and without a secret, so on this machine or in a VPN only."""
KAPEA_VOICE_PROMPTS = env.string("KAPEA_VOICE_PROMPTS", "")
"""The folder of its prompts; `prompts` in the home if none is named."""
KAPEA_VOICE_PERSON = env.string("KAPEA_VOICE_PERSON", "")
"""What the dialplan dials for a person, like PJSIP/helpline; without one their number is said."""
KAPEA_DELIVER = env.flag("KAPEA_DELIVER", True)
"""Whether those who serve also send what doors answer; not where `kapea work` does."""
KAPEA_EXCHANGE = env.string("KAPEA_EXCHANGE", "")
"""The file that says which systems of others referrals may be taken out for; none without it."""
KAPEA_AUDIT_KEY_FILE = env.string("KAPEA_AUDIT_KEY_FILE", str(HOME / "audit.key"))
"""The key that signs heads of the trail and cuts; made where there is none."""
KAPEA_AUDIT_HEADS = env.string("KAPEA_AUDIT_HEADS", str(HOME / "audit-heads.txt"))
"""The file to which the heads of each day are written."""
KAPEA_CERTIFICATE_KEY_FILE = env.string("KAPEA_CERTIFICATE_KEY_FILE", str(HOME / "certificate.key"))
"""The key behind the codes of facilitators' certificates; made with the first of them."""
KAPEA_PASSPHRASES_AT_ONCE = env.number("KAPEA_PASSPHRASES_AT_ONCE", 1)
"""How many passphrases a process works on at once; each takes up to 128 MiB of memory."""
KAPEA_IDLE_MINUTES = env.number("KAPEA_IDLE_MINUTES", 15)
"""After so long without a request, a member of staff gives their passphrase again."""
KAPEA_KEYS_LATER = env.flag("KAPEA_KEYS_LATER", False)
"""The key store could not be prepared yet, so keys that were open before this start still are: staff wait.
`kapea serve` gives this to its workers and takes it back by itself.
"""
KAPEA_PEPPER = env.SecretPlace("KAPEA_PEPPER", HOME / "pepper")
"""Without it nobody can try return codes against a stolen key store. Outside every database."""
KAPEA_DELIVERY_KEY = env.SecretPlace("KAPEA_DELIVERY_KEY", HOME / "delivery.key")
"""Opens the one field that a message needs; only the process that sends has to have it."""
KAPEA_LOG_FORMAT = env.one_word("KAPEA_LOG_FORMAT", ("text", "json"))
"""How a line of the log is written: for people, or as a JSON object for programs."""
KAPEA_AREAS = web_areas.served_areas(env.string_list("KAPEA_AREAS", ""))
"""The areas of the web that this server shows; all of them unless some are named."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "kapea.config.sign_in_app.SignInConfig",
    "allauth.mfa",
    "kapea.people",
    "kapea.learning",
    "kapea.audit",
    "kapea.care",
    "kapea.content",
    "kapea.directory",
    "kapea.guide",
    "kapea.outbox",
    "kapea.studies",
    "kapea.vault",
]
MIDDLEWARE = [
    "kapea.web.public.ready.serve_ready",
    "kapea.web.base.middleware.response_headers",
    "kapea.web.base.middleware.serve_recordings",
    "django.middleware.gzip.GZipMiddleware",
    "kapea.web.base.static_files.area_files",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kapea.web.staff.gate.StaffGate",
]
ROOT_URLCONF = "kapea.config.urls"
WSGI_APPLICATION = "kapea.config.wsgi.application"
DATABASES = {
    "default": databases.from_url(env.string("KAPEA_DATABASE", ""), HOME),
    "keys": databases.keys_from_url(
        env.string("KAPEA_KEYS_DATABASE", ""), env.string("KAPEA_DATABASE", ""), HOME
    ),
}
"""Keys of what is kept for long have a database of their own, with backups of its own: to erase is to delete
the key. Guidance keeps nothing for long and never opens it.
"""
DATABASE_ROUTERS = ["kapea.config.key_store.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [area.templates for area in KAPEA_AREAS],
        "OPTIONS": {
            "context_processors": ["kapea.web.staff.frame.staff_context"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "builtins": [area.tags for area in KAPEA_AREAS if area.tags],
            "libraries": {f"{area.name}_tags": area.tags for area in KAPEA_AREAS if area.tags},
        },
    }
]

USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/s/"
STATIC_ROOT = None
"""Each area serves its own files as they are: pages ask for each by its content (`?v=`), so nothing is
collected and all may be kept for ever.
"""
WHITENOISE_IMMUTABLE_FILE_TEST = "."
WHITENOISE_ALLOW_ALL_ORIGINS = False

CSRF_COOKIE_NAME = "f"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "kapea.web.failures.answer_lost"
SECURE_CONTENT_TYPE_NOSNIFF = True

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["kapea.vault.passphrases.CappedArgon2Hasher"]
SESSION_ENGINE = "kapea.people.sessions"
SESSION_COOKIE_NAME = "ss"
SESSION_COOKIE_PATH = "/staff/"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_tries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
"""Tries at signing in, and codes that were used: counted for all workers together."""
LOGIN_URL = "/staff/sign-in"
LOGIN_REDIRECT_URL = "/staff/office/"
ACCOUNT_ADAPTER = "kapea.web.staff.adapters.StaffAdapter"
ACCOUNT_FORMS = {"login": "kapea.web.staff.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/m/key", "reauthenticate": "10/m/user"}
"""Whoever guesses waits a minute for five tries more; tries on a known device are counted by themselves."""
MFA_ADAPTER = "kapea.web.staff.adapters.StaffFactors"
MFA_FORMS = {
    "authenticate": "kapea.web.staff.codes.CodeForm",
    "reauthenticate": "kapea.web.staff.codes.CodeAgainForm",
    "add_webauthn": "kapea.web.staff.passkeys.NewPasskeyForm",
    "authenticate_webauthn": "kapea.web.staff.passkeys.PasskeyForm",
    "reauthenticate_webauthn": "kapea.web.staff.passkeys.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
"""Clocks of phones are wrong: the code of half a minute before and after counts, each once."""
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = False
"""A passkey is the second of two: the passphrase opens the keys."""
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
"""On localhost, for trials; behind HTTPS never. The origin itself is checked in either case (`passkeys`)."""
DATA_UPLOAD_MAX_MEMORY_SIZE = STAFF_FORM.most_bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = STAFF_FORM.most_fields
"""The largest that any address takes; `web.base.request` asks which address it is."""
DATA_UPLOAD_MAX_NUMBER_FILES = 0
APPEND_SLASH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "kapea.config.quiet_logs.QuietFormatter"},
        "json": {"()": "kapea.config.quiet_logs.JsonLines"},
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": KAPEA_LOG_FORMAT}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["out"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": ["out"], "level": "ERROR", "propagate": False},
        "kapea": {"handlers": ["out"], "level": "INFO", "propagate": False},
    },
}
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "false")
