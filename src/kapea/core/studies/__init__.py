"""Studies: from protocol to report, with consent that follows every quote."""
