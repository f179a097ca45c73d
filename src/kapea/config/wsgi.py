"""The WSGI entry that the server loads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapea.config.settings")

application = get_wsgi_application()

# The pages of the worst day are made on a good one.
from kapea.web.public import last  # noqa: E402

last.prepare()
