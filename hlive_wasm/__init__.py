"""hlive without a server: an app as static files, its Python inside the visitor's browser."""
