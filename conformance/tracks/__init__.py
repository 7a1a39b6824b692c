"""The tracks: each holds one kind of target to its cases."""
