"""What can be tested: browser clients, and servers that host the scenario pages."""
