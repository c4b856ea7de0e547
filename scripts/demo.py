"""Run the main job on the bundled example: ``python scripts/demo.py EXAMPLE OUT``.

Makes a project in OUT/project, reads the example's reports, publishes OUT/site and prints the map.
"""

import shutil
import sys
import time
from datetime import date
from pathlib import Path

from whoholds.pipeline.actors import everyone
from whoholds.pipeline.editions import edition_of
from whoholds.pipeline.intake import read
from whoholds.pipeline.project import init
from whoholds.publish import export, site, text_map
from whoholds.read import Defaults

DAYS = (date(2021, 7, 1), date(2021, 8, 10), date(2021, 8, 19))


def main(example: Path, out: Path) -> int:
    """Run it all; 1 where a report could not be read."""
    start = time.monotonic()
    shutil.rmtree(out, ignore_errors=True)
    project = init(
        out / "project", country="AFG", start=date(2021, 6, 1), title="Afghanistan, summer 2021",
        actors=example / "actors.toml",
    )  # fmt: skip
    print("Reading the reports ...", flush=True)
    for tally in read(project, [str(example / "reports.jsonl")], Defaults()):
        counts = tally.counts
    for problem in tally.problems:
        print(problem, file=sys.stderr)
    print(
        f"{counts['reports']} reports, {counts['claims']} claims. Adjudicating and publishing ...", flush=True
    )
    edition = edition_of(project)
    site.write(edition, out / "site", spoken_of=everyone(project))
    site.one_file(edition, out / "map.html")
    export(edition, out / "control.csv", changes=True)
    export(edition, out / "map.png", on=DAYS[-1])
    for day in DAYS:
        print()
        print(text_map(edition, day))
    print(
        f"\nDone in {time.monotonic() - start:.0f} s. Open {out / 'site' / 'index.html'} in a browser, or ask:"
    )
    print(f"  whoholds why -p {out / 'project'} Panjshir --on 2021-08-19")
    return int(bool(tally.problems))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
