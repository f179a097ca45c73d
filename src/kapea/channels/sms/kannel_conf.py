"""The configuration of Kannel for one operator, with the lines that protect whoever writes."""

from __future__ import annotations

TEMPLATE = """\
# Text messages for Kapea (docs/doors/kannel.md). Put in what the operator gave you where it says OPERATOR.
group = core
admin-port = 13000
admin-interface = 127.0.0.1
admin-password = {password}
status-password = {password}
admin-deny-ip = "*.*.*.*"
admin-allow-ip = "127.0.0.1"
smsbox-port = 13001
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
# one level more writes numbers and words down; so does an access-log
log-file = /var/log/kannel/bearerbox.log
log-level = 2
# what waits outlives a restart
store-type = spool
store-location = /var/spool/kannel
# for whom a report is due is kept in memory only: on disk the number would stand in a file name
dlr-storage = internal
# a part of a long message by itself is handed over after a minute
sms-combine-concatenated-mo-timeout = 60

group = smsc
smsc = smpp
smsc-id = operator
host = OPERATOR
port = 2775
transceiver-mode = true
smsc-username = "OPERATOR"
smsc-password = "OPERATOR"
system-type = ""
interface-version = 34
enquire-link-interval = 30
reconnect-delay = 10
throughput = 10
source-addr-ton = 3
source-addr-npi = 0
dest-addr-ton = 1
dest-addr-npi = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-interface = 127.0.0.1
sendsms-port = 13013
# a message that comes while the site is away is brought until it is there
http-request-retry = 1000000
http-queue-delay = 5
log-file = /var/log/kannel/smsbox.log
log-level = 2

group = sendsms-user
username = {user}
password = {password}
user-deny-ip = "*.*.*.*"
user-allow-ip = "127.0.0.1"
max-messages = 3
concatenation = true

group = sms-service
keyword = default
catch-all = yes
post-url = "{address}"
send-sender = true
# without these Kannel itself texts people when we are slow
max-messages = 0
omit-empty = true
"""


def kannel_configuration(address: str, user: str, password: str) -> str:
    """What stands in kannel.conf. `address`: where Kannel brings messages, with the word it shows there."""
    return TEMPLATE.format(address=address, user=user, password=password)
