"""Fail where branch coverage is below its floor: 95% for model, store and adjudicate, 90% overall."""

import io
import sys

from coverage import Coverage

FLOORS = {
    "*/whoholds/model.py": 95,
    "*/whoholds/store/*": 95,
    "*/whoholds/adjudicate/*": 95,
    "*/whoholds/*": 90,
}


def main() -> int:
    """Print each share beside its floor; 1 where one is too low."""
    coverage = Coverage()
    coverage.load()
    low = 0
    for pattern, floor in FLOORS.items():
        share = coverage.report(include=[pattern], file=io.StringIO())
        print(f"{share:6.1f}%  floor {floor}%  {pattern}")
        low += share < floor
    return int(low > 0)


if __name__ == "__main__":
    sys.exit(main())
