"""The settings of a deployment, with pages on which members of staff seal a story and open it, and with mail
that is written into a folder.
"""

from __future__ import annotations

from kapea.config import settings as deployed

globals().update({name: value for name, value in vars(deployed).items() if name.isupper()})

ROOT_URLCONF = "tests.deployment.sealed_pages"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(deployed.HOME / "mail")
ADMINS = [("Operator", "operator@example.org")]
SERVER_EMAIL = "kapea@example.org"
