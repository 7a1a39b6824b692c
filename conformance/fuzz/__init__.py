"""Random cases: pages and edits that nobody wrote, held against every implementation at once."""
