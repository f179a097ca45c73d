"""The directory as organisations keep it: entries, changes, numbers to dial, open places."""
