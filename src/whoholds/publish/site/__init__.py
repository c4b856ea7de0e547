"""The static site: one page that opens from a file or any host, and what belongs to it."""

from whoholds.publish.site import actors
from whoholds.publish.site.pages import one_file, write

__all__ = ["actors", "one_file", "write"]
