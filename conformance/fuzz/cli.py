"""The command `hlive-conformance fuzz`: random cases against the reference and in a browser."""

from __future__ import annotations

import random
from contextlib import ExitStack
from pathlib import Path

import click

from conformance.fuzz.pages import Case
from conformance.fuzz.run import Found, run_cases, write
from conformance.fuzz.screen import problems, screen
from conformance.fuzz.trial import Film, Tally, try_case
from conformance.peer import Peer, PeerError, running
from hlive_wasm.chromium import NoChromium, fresh_chromium

OURS = Path(__file__).parents[2] / "hlive" / "client" / "hlive.js"


@click.command()
@click.option("--cases", "count", default=300, show_default=True, help="How many to make up.")
@click.option("--seed", type=int, help="Makes up the same cases again; random without it.")
@click.option("--go/--no-go", default=True, help="Hold the bytes against the living reference.")
@click.option("--browser/--no-browser", default=True, help="Play all cases in Chromium, too.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("counterexamples"),
    show_default=True,
    help="Where the smallest case that fails is written, as a scenario.",
)
def fuzz(count: int, seed: int | None, go: bool, browser: bool, out: Path) -> None:
    """Makes up pages and edits, and holds every implementation to them."""
    seed = random.randrange(2**32) if seed is None else seed
    click.echo(f"{count} cases of seed {seed}")
    tally = Tally()
    try:
        with ExitStack() as stack:
            peer = stack.enter_context(running("go", "0.2")) if go else None
            played = _on_trial(count, seed, peer, tally)
            click.echo(_summary(tally))
            if browser:
                _on_screen(count, seed, played, _clients(peer), stack)
    except (PeerError, NoChromium) as error:
        raise click.ClickException(str(error)) from error
    except Found as found:
        path = write(found.case, out, f"fuzz.seed-{seed}")
        raise click.ClickException(f"{found.reason}\nThe case is in {path}") from found


def _on_trial(count: int, seed: int, peer: Peer | None, tally: Tally) -> list[Film]:
    films: list[Film] = []

    def trial(case: Case) -> None:
        films.extend(try_case(case, peer, tally).values())

    run_cases(count, seed, trial)
    return films


def _clients(peer: Peer | None) -> dict[str, str]:
    """Ours and, where it runs, the reference's own."""
    clients = {"ours": OURS.read_text(encoding="utf-8")}
    return clients if peer is None else {**clients, "original": peer.scripts[0]}


def _on_screen(
    count: int, seed: int, films: list[Film], clients: dict[str, str], stack: ExitStack
) -> None:
    """All films in one page; if one shows something else, the case is looked for and shrunk."""
    window = stack.enter_context(screen(stack.enter_context(fresh_chromium())))
    for name, client in clients.items():
        wrong = [problem for problem in problems(window, client, films) if problem]
        click.echo(f"client {name}: {len(films)} films in Chromium, {len(wrong)} wrong")
        if not wrong:
            continue

        def trial(case: Case, client: str = client) -> None:
            for said in problems(window, client, list(try_case(case, None, Tally()).values())):
                assert not said, said

        run_cases(count, seed, trial)
        raise click.ClickException(f"wrong only among others: {wrong[0]}")


def _summary(tally: Tally) -> str:
    errata = ", ".join(f"{id} {count}" for id, count in sorted(tally.errata.items())) or "none"
    return (
        f"{tally.cases} cases, {tally.frames} renders; minimal larger for a field's sake: "
        f"{tally.touched}; cases with errata: {errata}"
    )
