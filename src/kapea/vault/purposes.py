"""Every purpose for which a key is derived or something is sealed. One key never serves two.

A purpose is the personal string of BLAKE2b (at most 16 bytes). Names are never used again for something
else: what must change gets a new version, and the old one stays here while anything sealed under it can live.
"""

from __future__ import annotations

from enum import Enum


class Purpose(Enum):
    """What a derived key is for."""

    CONVERSATION_ROW = b"kapea.row"
    """Where the row of a visitor's token is found."""
    CONVERSATION_STATE_0 = b"kapea.seal"
    """What a conversation held in the first releases (version 0, without a version byte). Read, not written;
    it can go when no installation of that time can have an open conversation."""
    CONVERSATION_STATE_1 = b"kapea.1.state"
    """What a conversation holds."""
    MESSAGE_CLAIM = b"kapea.1.claim"
    """By which a message that a provider sends again is known."""
    WRITING_PACE = b"kapea.1.pace"
    """Where it is kept how fast an address writes; it leads to no conversation."""
    QUEUED_REPLY = b"kapea.1.reply"
    """What waits to be sent."""
    STANDING_MESSAGE = b"kapea.1.stands"
    """Which message stands in a chat."""
    WEBHOOK = b"kapea.1.webhook"
    """What a provider of messages shows with each, so that nobody else can."""
    BEGINNING = b"kapea.1.begin"
    """The token of a conversation that a form begins: the same form, sent twice, begins the same one."""
    STAFF_SESSION = b"kapea.1.session"
    """Where the session of a member of staff is found."""
    STAFF_FACTOR = b"kapea.1.factor"
    """What a second factor holds."""
    STAFF_DEVICE = b"kapea.1.device"
    """By which a device is known from which somebody signed in."""
    STAFF_NETWORK = b"kapea.1.network"
    """By which tries from one place on the network are counted."""
    STAFF_PRIVATE = b"kapea.1.staff"
    """The private key of a member of staff, under their passphrase."""
    OPEN_KEY = b"kapea.1.open"
    """The private key of a member of staff while they work, under what their cookie holds."""
    RECORD_FIELD = b"kapea.1.field"
    """A field of a record, under the record's own key."""
    RETURN_CODE = b"kapea.1.code"
    """What is made of a return code and the pepper, before it is made slow."""
    DELIVERY_SEED = b"kapea.1.deliver"
    """The private key of the process that sends, out of the words of its file."""
    CERTIFICATE_CODE = b"kapea.1.certify"
    """The code of a facilitator's certificate, out of a key of its own."""
    CERTIFICATE_KEY_TAG = b"kapea.1.certtag"
    """By which codes are known to be of this deployment, without telling its key."""
    LINK_MARK = b"kapea.1.linkmark"
    """By which a code that somebody made up is known again, out of a key that soon goes."""
    LINK_SIGNS = b"kapea.1.linksign"
    """What was answered under such a code."""
    SENT_FORM = b"kapea.1.sentform"
    """By which a form that is sent twice is known."""
    HELPLINE_TALLY = b"kapea.1.contacts"
    """How many came in a month, before small numbers are hidden."""
    DRAFT_TICKET = b"kapea.1.draft"
    """Whose words a form holds and what for, so that they can be sealed also after the session ended."""
    CODE_STEP = b"kapea.1.codestep"
    """A return code while its holder goes from one page to the next."""
    ONE_TIME_LINK = b"kapea.1.onelink"
    """What is made of a link and the code that is told with it, and the pepper, before it is made slow."""
