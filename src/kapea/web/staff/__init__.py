"""What all pages of staff share: signing in, the gate before each page, their frame and their words."""
