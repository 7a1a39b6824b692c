"""The HLive protocol without I/O: grammars, trees, differ, session table (see spec/protocol.md)."""
