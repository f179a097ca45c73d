"""The desk: what is due today, and the cases of whoever works there. Only who holds a case opens it."""
