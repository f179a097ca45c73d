"""Studies beyond their pure core: forms for other tools."""
