"""Staff: organisations, memberships with one role each, invitations, and who is signed in where."""
