"""The directory, kept true: entries that people keep, dial-tests, open places, and publishing them."""
