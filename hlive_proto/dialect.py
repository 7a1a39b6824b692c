"""What differs between the generations of HLive: attribute names and the reconnect rule."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """One generation of the wire (spec/protocol.md, section 2)."""

    name: str
    id_attr: str
    on_attr: str
    id_leads: bool
    """Whether the id is a component's first attribute, and its bindings stand where they were
    added; else both follow the attributes that it has when it becomes live."""
    hides_in_html: bool
    """Whether the first HTML leaves out every attribute that starts with `data-hlive`."""
    upload_attr: str = "data-hlive-upload"
    hash_attr: str = "data-hlive-hash"


DIALECT_01 = Dialect(
    name="0.1", id_attr="data-hlive-id", on_attr="data-hlive-on", id_leads=True, hides_in_html=True
)
DIALECT_02 = Dialect(name="0.2", id_attr="hid", on_attr="hon", id_leads=False, hides_in_html=False)

DIALECTS = {dialect.name: dialect for dialect in (DIALECT_01, DIALECT_02)}
