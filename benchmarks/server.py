"""Serves the measured pages on a port of this machine: `python -m benchmarks.server PORT`."""

import sys

from benchmarks.pages import app
from hlive.sessions import SessionSettings
from hlive_proto.session import Limits
from hlive_server.mount import serve_app
from hlive_server.settings import ServerSettings

NO_LIMIT = Limits(events_per_second=1e9, events_burst=10**9)
"""The load sends far more events than the default lets a person send."""


def main() -> None:
    """Runs until it is terminated."""
    settings = ServerSettings(sessions=SessionSettings(limits=NO_LIMIT))
    sanic = serve_app(app, settings, name="benchmark")
    sanic.run(host="127.0.0.1", port=int(sys.argv[1]), single_process=True, motd=False)


if __name__ == "__main__":
    main()
