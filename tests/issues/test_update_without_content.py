"""A create or an update with nothing to create was decoded as if it could be applied."""

import pytest

from hlive_proto.errors import RemoteProtocolError
from hlive_proto.outbound import decode


@pytest.mark.parametrize("op", ["c", "u"])
def test_it_is_malformed(op: str) -> None:
    with pytest.raises(RemoteProtocolError, match="only a delete has no content"):
        decode(f"d|{op}|4|>0||\n")
