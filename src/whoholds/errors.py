"""Every exception of whoholds, on one screen.

Bad *data* is a :class:`whoholds.model.Problem`, reported while the work goes on. An exception
here means that the program or its setup is wrong; its message says what, where and what to do.
"""


class WhoholdsError(Exception):
    """Anything that stops a command. The command line prints the message and exits 2."""


class ConfigError(WhoholdsError):
    """A setting, project file, actor file or command argument is wrong."""


class LexiconError(ConfigError):
    """A line of a lexicon is wrong, or its own example does not hold."""


class UnknownUnit(ConfigError):
    """No unit has this name, or several have; the message lists the candidates."""


class Unreadable(WhoholdsError):
    """A file or report cannot be read; readers turn it into a ``Problem`` and go on.

    ``kind`` sorts it for the count at the end: *failed*, *undated*, *language*, *repeat*, *encoding*.
    """

    def __init__(self, reason: str, kind: str = "failed") -> None:
        super().__init__(reason)
        self.kind = kind


class BoundaryError(WhoholdsError):
    """A boundary file cannot be read as units."""


class ModelError(WhoholdsError):
    """The parser or the scorer's weights are missing or not the pinned ones."""


class LedgerError(WhoholdsError):
    """The ledger cannot be opened, read or written."""


class Immutable(LedgerError):
    """Something tried to change or delete a line of the ledger."""


class UnknownClaim(LedgerError):
    """No claim has this id."""


class SchemaTooNew(LedgerError):
    """The ledger was written by a newer whoholds."""


class LedgerBusy(LedgerError):
    """Another process is writing to the ledger."""


class AdjudicationError(WhoholdsError):
    """The evidence cannot be turned into probabilities."""


class ExportError(WhoholdsError):
    """An edition cannot be written in the format asked for."""
