"""The page on architecture names real things."""

import importlib
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "architecture.md"
NAMES = sorted(set(re.findall(r"`(whoholds(?:\.\w+)+)`", PAGE.read_text(encoding="utf8"))))


@pytest.mark.parametrize("name", NAMES)
def test_every_name_exists(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute)
