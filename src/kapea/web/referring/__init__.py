"""Referrals for staff: of whoever sends one, of whoever supervises them, and of whom it was sent to."""
