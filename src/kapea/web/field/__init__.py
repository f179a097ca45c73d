"""Studies for those who are in them: gates, protocol, approvals, team."""
