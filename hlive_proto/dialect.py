"""What differs between the generations of HLive: attribute names and the reconnect rule."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """One generation of the wire (spec/protocol.md, section "Dialects")."""

    name: str
    id_attr: str
    on_attr: str
    upload_attr: str = "data-hlive-upload"
    hash_attr: str = "data-hlive-hash"


DIALECT_01 = Dialect(name="0.1", id_attr="data-hlive-id", on_attr="data-hlive-on")
DIALECT_02 = Dialect(name="0.2", id_attr="hid", on_attr="hon")

DIALECTS = {dialect.name: dialect for dialect in (DIALECT_01, DIALECT_02)}
