"""Failures of the bridge's own."""


class Failure(Exception):
    """A failure whose kind is known already."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind
