"""The house: sizes of modules and functions."""

import ast
import re
from pathlib import Path
from statistics import median

import pytest

SOURCES = sorted((Path(__file__).parents[2] / "src" / "whoholds").rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 50


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf8").splitlines())


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(n.name, (n.end_lineno or 0) - n.lineno + 1) for n in ast.walk(tree) if isinstance(n, kinds)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.name)
def test_no_module_is_too_long_to_read(path: Path) -> None:
    assert lines(path) <= LONGEST_MODULE
    assert [f for f in functions(path) if f[1] > LONGEST_FUNCTION] == []


def test_modules_and_functions_are_short_in_the_main() -> None:
    assert median(lines(path) for path in SOURCES if path.name != "__init__.py") <= 150
    assert median(size for path in SOURCES for _, size in functions(path)) <= 15


def test_no_module_hides_behind_a_vague_name() -> None:
    vague = {"utils", "util", "common", "helpers", "base", "manager", "misc"}
    assert [path.name for path in SOURCES if path.stem in vague] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.name)
def test_whatever_is_kept_from_the_type_checker_says_why(path: Path) -> None:
    bare = [n for n, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1)
            if re.search(r"#\s*type:\s*ignore(\[[\w, -]*\])?\s*$", line)]  # fmt: skip
    assert bare == []
