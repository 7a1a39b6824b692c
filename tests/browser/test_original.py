"""The original clients: each dialect's is found, and speaks that dialect."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hlive_proto.dialect import DIALECTS


@pytest.mark.parametrize("dialect", ["0.1", "0.2"])
def test_the_original_client_of_a_dialect(
    original_client: Callable[[str], Path], dialect: str
) -> None:
    script = original_client(dialect).read_text()
    assert f'[{DIALECTS[dialect].id_attr}="' in script
