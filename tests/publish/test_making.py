"""Where editions are made: what must not be published never reaches one."""

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
import synthetic

from whoholds.errors import ExportError
from whoholds.publish import Settings, export, make_edition, site
from whoholds.publish.making import PLACE


def arguments(edition, **changes):
    """The arguments that gave this edition, as far as the tests here need them."""
    given = {
        "title": edition.title, "country": edition.country, "level": edition.level, "units": edition.units,
        "parents": edition.parents, "actors": edition.actors, "now": edition.now, "then": edition.then,
        "attested": [], "bearings": [], "newest": edition.known, "content": "c", "version": "0",
    }  # fmt: skip
    return given | changes


def test_a_map_made_with_later_reports_than_the_delay_allows_is_refused(edition):
    with pytest.raises(ExportError, match="adjudicate with known = 2031-02-22"):
        make_edition(**arguments(edition, settings=Settings(delay_days=7)))


def test_days_and_claims_within_the_delay_are_held_back(made):
    whole = made(40, 60)
    limit = whole.known - timedelta(days=10)
    early = {
        name: replace(series, posteriors=replace(series.posteriors, known=limit))
        for name, series in (("now", whole.now), ("then", whole.then))
    }
    held = made(40, 60, settings=Settings(delay_days=10), **early)
    assert held.last == limit
    assert held.now.posteriors.p.shape[1] == held.days == 50
    assert max(item.document.published for item in held.cited) <= limit
    late = {item.id for item in whole.cited if item.document.published > limit}
    assert late
    assert not late & {bearing.testimony.claim for bearing in held.bearings}


def test_a_delay_longer_than_the_map_is_said(edition):
    series = replace(
        edition.now, posteriors=replace(edition.now.posteriors, known=edition.first - timedelta(days=200))
    )
    with pytest.raises(ExportError, match="no day to publish"):
        make_edition(**arguments(edition, now=series, then=series, settings=Settings(delay_days=90)))


def test_coarsened_editions_show_parents_and_no_words(made, tmp_path):
    coarse = made(40, 60, settings=Settings(coarsen="1"))
    assert {unit.level for unit in coarse.units} == {"1"}
    assert all(item.claim.quote == item.claim.sentence == "" for item in coarse.cited)
    export(coarse, tmp_path / "claims.csv")
    export(coarse, tmp_path / "control.csv")
    text = (tmp_path / "claims.csv").read_text() + (tmp_path / "control.csv").read_text()
    assert "took" not in text
    assert "XVR00" in text
    small = made(40, 60).units
    assert not [unit for unit in small if unit.id in text or f"{unit.name}," in text]
    assert "news.example" not in text


def test_coarsened_editions_name_no_smaller_place_as_who_speaks_or_acts(made, tmp_path):
    whole = made(40, 60)
    small = whole.units[3].name
    item = synthetic.report(whole.units[3], synthetic.ACTORS[0], whole.first, 900, against=f"{small} militia")
    claim = replace(item.claim, actor=f"Guard of {small}", speaker=("Reuters", f"governor of {small}"))
    bearing = replace(whole.bearings[0], testimony=replace(whole.bearings[0].testimony, claim=claim.id))
    given = {"attested": [replace(item, claim=claim)], "bearings": [bearing]}
    coarse = made(40, 60, settings=Settings(coarsen="1"), **given)
    (shown,) = coarse.cited
    assert shown.claim.speaker == ("Reuters", f"governor of {PLACE}")
    assert small not in str(shown)
    site.write(coarse, tmp_path)
    texts = {p.name: p.read_bytes() for p in tmp_path.rglob("*.*") if p.suffix not in (".png", ".svg")}
    assert len(texts) > 30
    words = re.compile(rf"{re.escape(small)}(?!\d)".encode())
    assert [name for name, text in texts.items() if words.search(text)] == []


@pytest.mark.parametrize("finest", ["2", "3"])
def test_a_map_that_is_coarse_already_withholds_its_words_too(made, finest):
    coarse = made(12, 20, settings=Settings(coarsen=finest))
    assert [unit.id for unit in coarse.units] == [unit.id for unit in made(12, 20).units]
    assert coarse.cited
    for item in coarse.cited:
        assert (item.claim.quote, item.claim.sentence, item.document.url, item.document.title) == (
            "",
            "",
            None,
            None,
        )


def test_what_was_learnt_of_sources_and_units_is_not_published(made, tmp_path):
    """A source is the last speaker, whose name may be a private person's, and a unit may be finer than the map."""
    parameters = {
        "half_life": 30, "learnt": {"trust": {"Amran Sefi": 0.2}}, "sources_learnt": {"Amran Sefi": 0.2},
        "out_of_line": {"XVR0001": {"Amran Sefi": 0.3}}, "initial": {}, "sources": {"Amran Sefi": "rival"}, "modality": {"possible": 0.5},
    }  # fmt: skip
    plain = made(12, 20)
    told = {
        name: replace(series, posteriors=replace(series.posteriors, parameters=parameters))
        for name, series in (("now", plain.now), ("then", plain.then))
    }
    site.write(made(12, 20, **told), tmp_path, downloads=False)
    texts = {p.name: p.read_text(encoding="utf-8") for p in tmp_path.rglob("*.*")}
    assert [name for name, text in texts.items() if "Sefi" in text] == []
    assert "half_life" in texts["index.html"]
    assert "sources_learnt</th><td>yes" in texts["index.html"]


def test_an_actor_whose_name_is_withheld_has_no_id_that_spells_it(made):
    whole = made(12, 20)
    item = synthetic.report(whole.units[0], synthetic.ACTORS[0], whole.first, 900)
    claim = replace(item.claim, actor="Amran Sefi")
    said = replace(whole.bearings[0].testimony, claim=claim.id, actor="amran_sefi")
    given = {
        "attested": [replace(item, claim=claim)],
        "bearings": [replace(whole.bearings[0], testimony=said)],
    }
    assert "sefi" not in str(made(12, 20, **given).bearings).lower()


def test_a_claim_is_published_as_an_editor_amended_it_under_the_ledgers_id(made):
    plain = made(12, 20)
    read = synthetic.report(plain.units[0], synthetic.ACTORS[0], plain.first, 900)
    bearing = replace(plain.bearings[0], testimony=replace(plain.bearings[0].testimony, claim=read.claim.id))
    amended = {read.claim.id: replace(read.claim, relation="loses", start="2031-01-05")}
    (shown,) = made(12, 20, attested=[read], bearings=[bearing], amended=amended).cited
    assert (shown.id, shown.claim.relation, shown.claim.start) == (read.claim.id, "loses", "2031-01-05")


def test_equal_input_gives_an_equal_id_and_any_change_another(made):
    one = made(10, 20)
    assert one.id == made(10, 20).id
    others = [
        made(10, 20, content="other"),
        made(10, 20, version="0.1.1"),
        made(10, 20, settings=Settings(fresh_days=61)),
        made(11, 20),
        made(10, 21),
    ]
    assert len({one.id, *(other.id for other in others)}) == 6


def test_invented_reports_mark_the_edition(made):
    assert made(10, 20, synthetic=None).synthetic
    assert not made(10, 20, synthetic=None, attested=[], bearings=[]).synthetic


def test_arrays_are_shared_not_copied_without_a_delay(edition):
    assert np.shares_memory(make_edition(**arguments(edition)).now.state, edition.now.state)
