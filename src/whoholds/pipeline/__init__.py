"""Composes the stages: the only place that knows their order."""
