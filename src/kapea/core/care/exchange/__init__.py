"""Referrals and the systems of others: what each calls our states and fields, both ways, as data.

Nothing leaves without a yes to exchange with that system, nothing is made up to fill what a system demands,
and nothing that comes in is a permission. What is not certain waits for a person.
"""
