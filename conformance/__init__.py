"""The suite that any HLive implementation can be run against: scenarios, peers and recordings."""
