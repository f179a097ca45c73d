"""Who works here and what each may do: roles, relations, the one table of rules, and what must come first."""
