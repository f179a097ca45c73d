"""What of staff is over is deleted, and what a secret of before has sealed is sealed anew: about once a
minute by a server, and by `kapea tidy`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from kapea.people.invitations import forget_invitations
from kapea.people.models import User
from kapea.people.second_factors import reseal_factors
from kapea.people.signed_in import forget_sessions
from kapea.vault.upkeep import tidy_keys


def tidy_staff(*, at: datetime) -> int:
    """Seals second factors anew where the secret was replaced; ends sessions that are idle, forgets old
    invitations and keys whose time is over; how many it ended and forgot. Where nobody ever joined the key
    store is not opened.
    """
    if not User.objects.exists():
        return 0
    reseal_factors()
    idle = timedelta(minutes=settings.KAPEA_IDLE_MINUTES)
    return forget_sessions(at=at, idle=idle) + forget_invitations(at=at) + tidy_keys(at=at)
