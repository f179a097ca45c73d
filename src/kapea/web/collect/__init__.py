"""Where ODK Collect fetches the form of a study, and sends it filled in."""
