from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from whoholds.errors import ConfigError
from whoholds.locate.doubt import doubtful, write_doubts
from whoholds.locate.gazetteer import read_aliases
from whoholds.locate.resolve import Resolver
from whoholds.locate.units import Frame
from whoholds.model import Claim, Document, Place, Placement


def claim(resolver: Resolver, name: str) -> tuple[Claim, tuple[Placement, ...]]:
    document = Document(name=name, text=name)
    made = Claim(
        document=document.id, relation="gains", actor="X", place=Place(name=name), quote=f"took {name}",
        sentence=name, span=(0, len(name)),
    )  # fmt: skip
    return made, resolver.place(made, document)


def test_unmatched_and_doubtful_names_become_a_list_to_fill_in(
    tmp_path: Path, frame: Callable[..., Frame], resolver: Callable[..., Resolver]
) -> None:
    placer = resolver("AFG")
    doubts = doubtful(
        claim(placer, n) for n in ("Xyzzy", "Kunduz", "Aleppo", "Arghandab", "Xyzzy", "near Kabul")
    )
    assert [(d.name, d.times) for d in doubts] == [("Xyzzy", 2), ("Arghandab", 1)]
    assert doubts[1].guess in ("AFG.kandahar.arghandab", "AFG.zabul.arghandab")

    path = tmp_path / "aliases.csv"
    write_doubts(doubts, path)
    assert read_aliases(path, frame("AFG")) == ([], [])
    path.write_text(
        path.read_text(encoding="utf-8").replace("Xyzzy,,", "Xyzzy,AFG.panjshir.anaba,"), encoding="utf-8"
    )
    assert read_aliases(path, frame("AFG"))[0] == [("Xyzzy", "AFG.panjshir.anaba")]


def test_an_aliases_file_in_another_encoding_says_so(tmp_path: Path, frame: Callable[..., Frame]) -> None:
    path = tmp_path / "aliases.csv"
    path.write_bytes("alias,unit\nKund\xfbz,AFG.kunduz\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_aliases(path, frame("AFG"))
