"""A resume that was refused had already thrown away frames that the browser may have missed."""

import pytest

from hlive_proto.errors import LocalProtocolError
from hlive_proto.session import Limits, Session, Step


def test_it_changes_nothing() -> None:
    session = Session("0" * 20, Limits(), 0.0, counting=True)
    session.step(Step.CONNECT)
    session.send("x|1\n")
    with pytest.raises(LocalProtocolError):
        session.resume(1)
    session.step(Step.DROP)
    assert session.resume(0) == ["x|1\n"]
