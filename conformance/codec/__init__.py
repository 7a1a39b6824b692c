"""The examples of the spec: reading them, their notation, and the programs that answer them."""
