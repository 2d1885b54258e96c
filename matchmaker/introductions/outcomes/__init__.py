"""What came of introductions, as both sides tell it."""
