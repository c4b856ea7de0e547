"""The bundled example, from reports to a site: :func:`demo`."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from whoholds import config
from whoholds.errors import ConfigError
from whoholds.model import Problem
from whoholds.pipeline.actors import everyone
from whoholds.pipeline.editions import edition_of
from whoholds.pipeline.intake import read
from whoholds.pipeline.project import Project, init
from whoholds.publish import export, site, text_map
from whoholds.read import Defaults

NAME = "afghanistan-2021"
DAYS = (date(2021, 7, 1), date(2021, 8, 10), date(2021, 8, 19))
"""The days whose maps are printed."""
TITLE = "Afghanistan, summer 2021"
_MADE = frozenset({"project", "site", "map.html", "map.png", "control.csv"})


def example() -> Path:
    """Folder of the bundled example: in a wheel beside the package's modules, in a checkout under ``examples``.

    Raises :class:`ConfigError` where it was not installed.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "examples" / NAME, package.parents[1] / "examples" / NAME):
        if (folder / "reports.jsonl").is_file():
            return folder
    raise ConfigError(f"{package}: the bundled example is missing; install whoholds again")


def demo(out: Path, problems: list[Problem]) -> Iterator[str]:
    """Make ``out/project`` from the example and publish it in ``out``; yields what to tell while it works.

    An earlier demo is made anew. Raises :class:`ConfigError` where the folder holds anything else.
    """
    start = time.monotonic()
    project = _project(out)
    yield "Reading the reports ..."
    for tally in read(project, [str(example() / "reports.jsonl")], Defaults()):
        counts = tally.counts
    problems += tally.problems
    yield f"{counts['reports']} reports, {counts['claims']} claims. Adjudicating and publishing ..."
    edition = edition_of(project)
    site.write(edition, out / "site", spoken_of=everyone(project))
    site.one_file(edition, out / "map.html")
    export(edition, out / "control.csv", changes=True)
    export(edition, out / "map.png", on=DAYS[-1])
    yield from (f"\n{text_map(edition, day)}" for day in DAYS)
    took = time.monotonic() - start
    yield f"\nDone in {took:.0f} s. Open {out / 'site' / 'index.html'} in a browser, or ask:"
    yield f"  whoholds why -p {out / 'project'} Panjshir --on 2021-08-19"


def _project(out: Path) -> Project:
    if out.exists() and any(out.iterdir()):
        if not _is_demo(out):
            raise ConfigError(f"{out}: holds something else; name a folder that is empty or not there yet")
        shutil.rmtree(out)
    return init(
        out / "project", country="AFG", start=date(2021, 6, 1), title=TITLE,
        actors=example() / "actors.toml",
    )  # fmt: skip


def _is_demo(out: Path) -> bool:
    """Whether all in the folder was made by a demo: a project of somebody's own may be called so, too."""
    file = out / "project" / config.FILE
    ours = {path.name for path in out.iterdir()} <= _MADE and file.is_file()
    return ours and config.load(file).project.title == TITLE
