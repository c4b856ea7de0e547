"""What the docs show can be typed: Python imports what there is, TOML and JSON are read as the program reads them."""

import ast
import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from whoholds import config
from whoholds.code.registry import Actors
from whoholds.pipeline.answers import why
from whoholds.pipeline.project import init
from whoholds.read.datasets import mapping

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md"))


def blocks(kind: str) -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(ROOT)}:{n}", block)
        for page in PAGES
        for n, block in enumerate(
            re.findall(rf"(?ms)^```{kind}\n(.*?)^```$", page.read_text(encoding="utf8")), 1
        )
    ]


def named(found: list[tuple[str, str]]) -> list[object]:
    return [pytest.param(text, id=name) for name, text in found]


@pytest.mark.parametrize("text", named(blocks("python")))
def test_python_imports_what_there_is(text: str) -> None:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            module = importlib.import_module(str(node.module))
            assert [name.name for name in node.names if not hasattr(module, name.name)] == []


@pytest.mark.parametrize("text", named(blocks("json")))
def test_json_lines_are_reports_with_outlet_date_and_text(text: str) -> None:
    for line in text.splitlines():
        assert {"outlet", "published", "text"} <= set(json.loads(line))


@pytest.mark.parametrize("text", named(blocks("toml")))
def test_toml_is_read_as_the_program_reads_it(text: str, tmp_path: Path) -> None:
    table = tomllib.loads(text)
    if "actor" in table:
        (tmp_path / "actors.toml").write_text(text, encoding="utf8")
        assert Actors.from_toml(tmp_path / "actors.toml").actors
    elif set(table) <= {"project", "code", "adjudicate", "publish"}:
        project = {"country": "AFG"} | table.get("project", {})
        assert config.fill(config.Config, table | {"project": project}, "docs")
    elif "columns" in table:
        (tmp_path / "mapping.toml").write_text(text, encoding="utf8")
        assert mapping.load(tmp_path / "mapping.toml")
    else:
        assert "class" in table, "neither settings, actors, a mapping nor a lexicon line"


def test_the_pages_have_such_examples() -> None:
    assert all(blocks(kind) for kind in ("python", "json", "toml"))


@pytest.mark.model
def test_a_coder_of_ones_own_puts_its_claims_on_the_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = init(Path("kabul"), country="AFG", level="1")
    (code,) = (text for name, text in blocks("python") if "second-language" in name)
    exec(compile(code, "second-language.md", "exec"), {})
    answer = why(project, "Kunduz")
    assert (answer["state"], answer["holder"]) == ("held", "taliban")
    assert answer["claims"][0]["quote"] == "Les talibans ont pris Kunduz"


def test_the_modules_that_the_how_tos_name_are_there() -> None:
    for page in (ROOT / "docs" / "howto").glob("*.md"):
        for name in re.findall(
            r"`((?:code|read|locate|store|publish)/[\w/]+\.(?:py|toml))`", page.read_text(encoding="utf8")
        ):
            assert (ROOT / "src" / "whoholds" / name).exists(), f"{page.name} names {name}"
