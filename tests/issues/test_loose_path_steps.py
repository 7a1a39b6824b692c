"""A patch with the path `>-1` or `>1_0` was decoded, and meant another node."""

import pytest

from hlive_proto.errors import RemoteProtocolError
from hlive_proto.outbound import decode


@pytest.mark.parametrize("path", [">-1", ">+1", ">1_0", "> 1", ">1 ", ">\u0661"])
def test_a_step_is_made_of_digits(path: str) -> None:
    with pytest.raises(RemoteProtocolError, match="not an index"):
        decode(f"d|d|4|{path}||\n")
