"""One driver for each system: its browser client's side of the wire, without any DOM."""
