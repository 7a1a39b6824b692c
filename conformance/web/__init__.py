"""Real browsers: starting them, acting in a page as a visitor does, and reading the DOM."""
