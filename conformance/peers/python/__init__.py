"""The Python peer: plays scenarios with the package `hlive`, or hosts their pages."""
