"""Origins to documents: whatever a newsroom has, one stream of reports and problems."""

from whoholds.read.datasets import preview
from whoholds.read.report import Defaults
from whoholds.read.sources import everything, read

__all__ = ["Defaults", "everything", "preview", "read"]
