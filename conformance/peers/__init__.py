"""Programs that play scenarios: one for each implementation."""
