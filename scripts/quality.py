"""Measure all gates and write the tables of docs/reference/quality.md: ``python scripts/quality.py [--check]``.

Runs every test marked ``gate`` (a few minutes), keeps what they measured in docs/reference/quality.json and writes
the page's tables from it; the words between the tables are written by hand. ``--check`` only says whether the page's
tables are those of the file. The out-of-fold figures come from ``scripts/evaluate_coder.py --figures`` after training.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "quality.md"
SHARED = ROOT.parent / "shared"
"""Data of some gates that is not in the repository."""
FIGURES = PAGE.with_suffix(".json")
GOLDEN = "golden sentences: share right in all they name"


def measured() -> list[dict[str, Any]]:
    """What the gates measure now; a gate that fails ends it, one whose data is absent is left as it was."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "gates.json"
        command = [sys.executable, "-m", "pytest", "-q", "-m", "gate", "tests", "--figures", str(path)]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            sys.exit("a gate failed: mend what fell, or pin the new figure and say why in the commit")
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf8"))
    return found


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = list(header)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def gates(figures: dict[str, Any]) -> str:
    """Every gate: measured, pin, on what."""
    return table(
        ("gate", "measured", "pin", "on"),
        ((g["gate"], f"**{g['measured']:.4g}**", pin(g), g["of"]) for g in figures["gates"]),
    )


def pin(gate: dict[str, Any]) -> str:
    """The bound of a gate."""
    return f"≥ {gate['least']:g}" if gate["least"] is not None else f"≤ {gate['most']:g}"


def golden(figures: dict[str, Any]) -> str:
    """Golden sentences by phenomenon."""
    (found,) = (g["rows"] for g in figures["gates"] if g["gate"] == GOLDEN)
    return table(("phenomenon", "right of all"), found.items())


def out_of_fold(figures: dict[str, Any]) -> str:
    """The whole coder on what its weights never saw."""
    return table(
        ("text", "claims", "precision", "recall", "F1", "F1, gains and loses"),
        (
            (r["text"], f"{r['claims']:,}", *(f"{r[k]:.2f}" for k in ("precision", "recall")), f"**{r['f1']:.2f}**", f"{r['gains_loses']:.2f}")
            for r in figures["out_of_fold"]
        ),
    )  # fmt: skip


def fields(figures: dict[str, Any]) -> str:
    """What else is right of a claim that is right, beside what its commonest value would get right."""
    rows = ((name, f"**{f['right']:.2f}**", f"{f['majority']:.2f}") for name, f in figures["fields"].items())
    return table(("field", "right", "its commonest value"), rows)


TABLES: dict[str, Callable[[dict[str, Any]], str]] = {
    "gates": gates, "golden": golden, "out of fold": out_of_fold, "fields": fields,
}  # fmt: skip


def filled(page: str, figures: dict[str, Any]) -> str:
    """The page with its tables made anew."""
    for name, make in TABLES.items():
        block = rf"(?s)(<!-- table: {name} -->\n).*?(\n<!-- end of table -->)"
        page, n = re.subn(block, lambda m, make=make: m[1] + make(figures) + m[2], page)
        assert n == 1, f"{PAGE}: has {n} tables {name!r}, not one"
    return page


def main() -> int:
    """Measure and write, or check."""
    figures = json.loads(FIGURES.read_text(encoding="utf8"))
    page = PAGE.read_text(encoding="utf8")
    if "--check" in sys.argv:
        if filled(page, figures) != page:
            print(f"{PAGE.relative_to(ROOT)}: its tables are not those of {FIGURES.name}: run make quality")
            return 1
        return 0
    now = {g["gate"]: g for g in measured()}
    kept = now if SHARED.exists() else {g["gate"]: g for g in figures["gates"]} | now
    figures["gates"] = [kept[name] for name in sorted(kept)]
    FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    PAGE.write_text(filled(page, figures), encoding="utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
