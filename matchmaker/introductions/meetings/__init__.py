"""Meetings of two sides that are introduced: slots, steps, calendar files and feeds."""
