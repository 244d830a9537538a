"""Finders: pure functions from text to mentions with values."""
