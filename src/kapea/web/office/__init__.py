"""The programme's office: people, the trail, the organisation, the doors' state, the numbers."""
