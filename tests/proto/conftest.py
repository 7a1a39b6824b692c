"""Each test starts with empty caches, so that none is answered by what another has asked."""

import pytest

from hlive_proto import fragment, nesting


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    for cached in (fragment.unbalanced, nesting.root_count, nesting._place_problem):
        cached.cache_clear()
