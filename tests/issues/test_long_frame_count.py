"""A long `hseq` was cut off at 18 digits and then meant another number of frames."""

import pytest

from hlive_proto.errors import RemoteProtocolError
from hlive_proto.session import parse_connect


def test_it_is_malformed() -> None:
    with pytest.raises(RemoteProtocolError):
        parse_connect({"hlive": "1", "hseq": "0" * 18 + "7"})
