"""The measured pages, once for each system: each module is a server that runs by itself.

`python -m benchmarks.peers.NAME PORT`. The pages are the same everywhere, written as each system's
own documentation does, and so that as little as possible changes:

- `/bench?rows=R&cells=C`: a click counter beside a table of that size that never changes
- `/list?rows=R`: a table whose rows can be added to, swapped, sorted (the other way round at each
  click) and filtered (every second row, then all again)
- `/form?fields=F`: fields that are each echoed beside them as they are typed into
- `/clock`: a number that goes up every 10 ms, for each visitor by itself
- `/shared`: a number that a click changes for all visitors
- `/upload`: a file input, and the bytes of all files so far (ours and the reference's)
"""
