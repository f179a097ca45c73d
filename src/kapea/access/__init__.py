"""Finding rows for whoever works just now: only those that a rule of the table lets them see."""
