"""Measures this implementation beside the reference, side by side in one run."""
