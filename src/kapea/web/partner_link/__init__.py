"""One referral for a partner without an account: by a one-time link, and a code told on the telephone."""
