"""The programme's office: people and memberships, the trail, the organisation, the doors' state, the numbers."""
