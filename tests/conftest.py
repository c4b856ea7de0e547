"""Gates: what a test measured, and the least that it must be. ``--figures FILE`` writes them all down."""

import json
from pathlib import Path

import pytest
from hypothesis import settings

# A shared machine is slow at times: how long an example takes says nothing of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

FIGURES = pytest.StashKey[list[dict[str, object]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", type=Path, metavar="FILE", help="write what the gates measured, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    if path := session.config.getoption("--figures"):
        found = sorted(session.config.stash[FIGURES], key=lambda figure: str(figure["gate"]))
        path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")


class Gate:
    """Holds a measured figure against its pin, and keeps both for the page on quality."""

    def __init__(self, figures: list[dict[str, object]]) -> None:
        self._figures = figures

    def __call__(
        self, name: str, measured: float, *, of: str, least: float | None = None, most: float | None = None,
        rows: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        """``name`` says what was measured, ``of`` on what; ``rows`` are the parts of a figure, in words."""
        assert (least is None) != (most is None), "a gate has a least or a most"
        kept = {"gate": name, "measured": round(measured, 4), "least": least, "most": most, "of": of}
        self._figures.append(kept | ({"rows": rows} if rows else {}))
        assert least is None or measured >= least, f"{name}: {measured:.3f} of {of} is less than {least}"
        assert most is None or measured <= most, f"{name}: {measured:.3f} of {of} is more than {most}"


@pytest.fixture(scope="session")
def gate(pytestconfig: pytest.Config) -> Gate:
    return Gate(pytestconfig.stash[FIGURES])
