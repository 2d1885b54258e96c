"""Messages between two sides that are introduced."""
