"""The cases, one a file; each file's first sentence says what it measures."""

from benchmarks.cases import (
    broadcast,
    browser,
    clock,
    cold_start,
    connects,
    events,
    first_html,
    form,
    head_insert,
    lists,
    memory,
    upload,
    wire,
)

CASES = {
    case.name: case
    for case in (
        events.CASE,
        head_insert.CASE,
        lists.CASE,
        form.CASE,
        clock.CASE,
        broadcast.CASE,
        connects.CASE,
        first_html.CASE,
        memory.CASE,
        wire.CASE,
        upload.CASE,
        cold_start.CASE,
        browser.CASE,
    )
}
"""All cases by their names, in the order in which they run."""
