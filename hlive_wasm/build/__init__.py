"""Turns an app into a folder of static files; runs on the author's machine, never in a browser."""
