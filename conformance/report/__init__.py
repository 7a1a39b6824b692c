"""Reports of results: JSON to keep, JUnit for CI, HTML for people."""
