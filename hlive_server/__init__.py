"""hlive on Sanic: `hlive serve`, and `mount` for an existing Sanic app."""

from hlive_server.mount import mount, serve_app, sessions
from hlive_server.settings import ServerSettings

__all__ = ["ServerSettings", "mount", "serve_app", "sessions"]
