"""The Python peer as a program: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import sys

import click

from conformance.peers.python.player import answers
from hlive_proto.dialect import DIALECTS


@click.command()
@click.option("--dialect", type=click.Choice(list(DIALECTS)), required=True)
def main(dialect: str) -> None:
    """Plays scenarios: JSON lines in, JSON lines out."""
    for answer in answers(DIALECTS[dialect], iter(sys.stdin.readline, "")):
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
