"""The docs keep up with the code."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from whoholds import __version__, config, model
from whoholds.cli import VERBS

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md"))


def test_generated_pages_are_current() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT / "src")})
    assert done.returncode == 0, done.stdout


def test_the_tables_on_quality_are_those_of_the_figures() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "quality.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_page_on_quality_names_every_gate() -> None:
    page = (ROOT / "docs" / "reference" / "quality.md").read_text(encoding="utf8")
    tests = [path.read_text(encoding="utf8") for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    names = [name for text in tests for name in re.findall(r'(?<![\w.])gate\(\s*f?"([^"{]+)', text)]
    assert len(names) >= 15
    assert [name for name in names if f"| {name}" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", page.read_text(encoding="utf8")):
        if "://" in target or not (target or anchor):
            continue
        there = page.parent / target if target else page
        assert there.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in headings(there), f"{page.name} links to {target}#{anchor}"


def headings(page: Path) -> set[str]:
    """Headings as the links to them have them."""
    found = re.findall(r"(?m)^#+ (.*)$", page.read_text(encoding="utf8"))
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower()) for text in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_in_the_docs_exist(page: Path) -> None:
    blocks = re.findall(r"(?ms)^```.*?^```", page.read_text(encoding="utf8"))
    for verb in re.findall(r"(?m)^(?:\$ )?whoholds ([a-z]+)(?!.*\|\| true$)", "\n".join(blocks)):
        assert verb in VERBS, f"{page.name} shows whoholds {verb}"


def test_every_entry_and_every_answer_of_the_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf8").lower()
    entries = {kind.__name__.lower() for kind in (*get_args(model.Entry), *model.Statement.__subclasses__())}
    words = entries | {"testimony", "posterior", "state", "unit", "problem", "influence"}
    assert len(entries) >= 11
    assert [word for word in sorted(words) if f"**{word}**" not in glossary] == []


def test_every_table_of_the_project_file_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf8")
    assert [t.name for t in fields(config.Config) if f"[{t.name}]" not in page] == []


def test_one_version_everywhere() -> None:
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf8")
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf8")


def test_whatever_ships_has_its_licence_in_the_data_statement() -> None:
    page = (ROOT / "docs" / "reference" / "data-statement.md").read_text(encoding="utf8")
    package = ROOT / "src" / "whoholds"
    other = {
        path.relative_to(package).parent.as_posix()
        for path in package.rglob("*")
        if path.suffix in {".parquet", ".onnx", ".csv", ".toml"} and "__pycache__" not in path.parts
    }
    assert other
    assert [
        folder
        for folder in sorted(other)
        if not any(f"`{part}/`" in page for part in (folder, folder.rpartition("/")[0]))
    ] == []
