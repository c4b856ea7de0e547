"""The static site: reproducible, verifiable, complete, and calling nobody."""

import hashlib
import html
import json
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import shapely

from whoholds.publish import STATES, manifest, rolled, site
from whoholds.publish.site import data, shapes
from whoholds.publish.site import pages as writer


@pytest.fixture(scope="module")
def folder(edition, tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    site.write(edition, out)
    return out


def loaded(path):
    """JSON arguments of a data script."""
    text = path.read_text(encoding="utf-8")
    return json.loads(f"[{text[text.index('(') + 1 : text.rindex(')')]}]")


def test_the_same_edition_gives_the_same_site(made, tmp_path):
    for run in ("one", "two"):
        site.write(made(12, 20), tmp_path / run)
    one, two = (
        {p.relative_to(tmp_path / r): p.read_bytes() for p in (tmp_path / r).rglob("*.*")}
        for r in ("one", "two")
    )
    assert one == two
    assert len(one) > 40


def test_the_manifest_finds_what_was_altered(made, tmp_path):
    site.write(made(12, 20), tmp_path)
    assert manifest.verify(tmp_path) == []
    (tmp_path / "evidence" / "3.js").write_text("forged")
    (tmp_path / "data.js").unlink()
    assert sorted(manifest.verify(tmp_path)) == ["data.js", "evidence/3.js"]


def test_a_smaller_edition_leaves_nothing_of_a_larger_one(made, tmp_path):
    site.write(made(12, 20), tmp_path)
    (tmp_path / "CNAME").write_text("mine")
    site.write(made(10, 20), tmp_path)
    assert not (tmp_path / "evidence" / "11.js").exists()
    assert (tmp_path / "CNAME").read_text() == "mine"
    assert manifest.verify(tmp_path) == []


@pytest.mark.parametrize("text", ['{"name": "my app", "icons": []}', "[]", "{", '{"files": 3}'])
def test_a_manifest_of_somebody_elses_removes_nothing(made, tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    (tmp_path / "CNAME").write_text("mine")
    site.write(made(3, 5), tmp_path, downloads=False)
    assert (tmp_path / "CNAME").read_text() == "mine"
    assert manifest.verify(tmp_path) == []


def test_no_address_but_those_of_reports_standards_and_licences(folder):
    ours = [p for p in folder.rglob("*") if p.suffix in (".html", ".js", ".css") and "vendor" not in p.parts]
    found = Counter(
        u for p in ours for u in re.findall(r"https?://[^\s\"'<>\\)]+", p.read_text(encoding="utf-8"))
    )
    outside = [u for u in found if not u.startswith(("https://news.example/", "http://www.w3.org/2000/svg"))]
    assert outside == []
    page = (folder / "index.html").read_text()
    assert re.findall(r'(?:src|href)="(?:https?:|//)', page) == []
    assert "default-src 'none'" in page


def test_leaflet_is_the_published_one():
    digest = {
        name: hashlib.sha256(writer._bytes(f"vendor/{name}")).hexdigest()
        for name in ("leaflet.js", "leaflet.css")
    }
    assert digest == {
        "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
        "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    }


def test_runs_unfold_to_the_series(edition, folder):
    """Those of the units, then those of every level above as an export rolls it up."""
    (page,) = loaded(folder / "data.js")
    for name in ("now", "then"):
        levels = [edition, *(rolled(edition, "seat", level) for level in page["levels"])]
        wanted = [
            [own.posteriors.states[h] if h >= 0 else "" for h in row]
            for own in (level.series(name) for level in levels)
            for row in own.holder
        ]
        for runs, holders in zip(page["series"][name]["looks"], wanted, strict=True):
            days = [*runs[::2], edition.days]
            looks = [page["looks"][look] for look in runs[1::2]]
            assert np.repeat([look["holder"] for look in looks], np.diff(days)).tolist() == holders


def test_shapes_unfold_to_the_units_within_a_grid_step(edition):
    grid, simple, _ = shapes.simplified(edition)
    for unit, shape in zip(edition.units, simple, strict=True):
        back = unfold(grid, grid.encode(shape))
        assert shapely.symmetric_difference(back, shapely.from_wkb(unit.geometry)).area < 0.002 * back.area


def unfold(grid, text):
    """The page's decoder, again: polygons ``;`` rings ``,`` zigzag varints from ``?``."""
    polygons = []
    for polygon in text.split(";"):
        rings = []
        for ring in polygon.split(","):
            numbers, bits, shift = [], 0, 0
            for sign in ring:
                chunk = ord(sign) - 63
                bits |= (chunk & 31) << shift
                shift += 5
                if chunk < 32:
                    numbers.append(~(bits >> 1) if bits & 1 else bits >> 1)
                    bits = shift = 0
            points = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0) * grid.step + [grid.west, grid.south]
            rings.append(points)
        polygons.append(shapely.Polygon(rings[0], rings[1:]))
    return shapely.MultiPolygon(polygons)


def test_shared_borders_stay_shared_when_simplified(made):
    import synthetic

    districts, _ = synthetic.country(60, fine=120)
    rough = np.array([shapely.from_wkb(unit.geometry) for unit in districts], dtype=object)
    assert shapely.coverage_is_valid(rough)
    lighter = shapes._lighter(rough, 10.0)
    assert (
        shapely.get_num_coordinates(lighter).sum()
        <= 25 * 60 + 3000
        < shapely.get_num_coordinates(rough).sum()
    )
    assert shapely.coverage_is_valid(lighter)


def test_shapes_on_the_grid_neither_cross_nor_touch_themselves(made):
    """A neck narrower than half a grid step, beside another unit, and a unit smaller than one."""
    big, step = 20.0, 20.0 / shapes.STEPS
    neck = [(0, 0), (10, 0), (10, 9), (5, 0.3 * step), (4.9, 9), (0, 9)]
    drawn = [shapely.Polygon(neck), shapely.Polygon([*neck[2:5], (7, 9.5)]), shapely.box(10, 0, big, 9)]
    drawn.append(shapely.box(big - 0.2 * step, 9, big, 9 + 0.2 * step))
    units, parents = synthetic_units(made, drawn)
    grid, simple, _ = shapes.simplified(made(len(drawn), 5, units=units, parents=parents))
    back = np.array([unfold(grid, grid.encode(shape)) for shape in simple[:3]], dtype=object)
    steps = shapely.transform(back, lambda at: np.round((at - [grid.west, grid.south]) / grid.step))
    assert shapely.is_valid(steps).all()
    assert shapely.coverage_is_valid(steps)
    assert not simple[3].is_empty


def synthetic_units(made, drawn):
    """The units of a small edition with other shapes."""
    edition = made(len(drawn), 5)
    units = [replace(u, geometry=shapely.to_wkb(s)) for u, s in zip(edition.units, drawn, strict=True)]
    return units, edition.parents


def test_every_unit_has_its_evidence_file_with_its_claims(edition, folder):
    for k, unit in enumerate(edition.units):
        at, evidence = loaded(folder / "evidence" / f"{k}.js")
        assert at == k
        assert [claim["id"] for claim in evidence["claims"]] == [
            b.testimony.claim for b in edition.by_unit[unit.id]
        ]
        for claim in evidence["claims"]:
            assert claim["quote"] in claim["sentence"]


def test_a_unit_of_which_there_is_nothing_to_read_has_no_file(made, tmp_path):
    """A map of five thousand towns is not five thousand files."""
    base = made(12, 20, reports=10)
    still = {
        name: replace(base.series(name), posteriors=constant(base.series(name).posteriors, 11))
        for name in ("now", "then")
    }
    site.write(made(12, 20, reports=10, **still), tmp_path, downloads=False)
    (page,) = loaded(tmp_path / "data.js")
    assert [k for k, unit in enumerate(page["units"]) if unit.get("silent")] == [11]
    assert not (tmp_path / "evidence" / "11.js").exists()
    assert (
        tmp_path / "evidence" / "10.js"
    ).exists()  # No claim bears on it either, but its probabilities move.


def constant(posteriors, unit):
    p = posteriors.p.copy()
    p[unit] = p[unit, 0]
    return replace(posteriors, p=p)


def test_evidence_from_before_the_first_day_is_not_taken_for_none(made):
    now = made(12, 20).now
    newest = now.newest.copy()
    newest[0], newest[1] = made(12, 20).first.toordinal() - 100, 0
    page = data.page_data(made(12, 20, now=replace(now, newest=newest)))
    assert page["series"]["now"]["newest"][:2] == [[0, -100], [0, data.NEVER]]


def test_the_page_leads_to_every_feed_and_file(folder):
    (page,) = loaded(folder / "data.js")
    feeds = [page["feeds"]["map"], *page["feeds"]["parents"].values(), *page["feeds"]["actors"].values()]
    assert {f"{stem}{suffix}" for stem in feeds for suffix in (".atom", ".json")} == {
        p.relative_to(folder).as_posix() for p in (folder / "feeds").iterdir()
    }
    assert {*page["files"]} == {p.name for p in (folder / "files").iterdir()}
    words = writer._static("words.js")
    assert all(words.count(f'"file:{name}": ') == 2 for name in page["files"])
    assert 'type="application/atom+xml" href="feeds/map.atom"' in (folder / "index.html").read_text()


def test_nothing_recorded_reaches_the_site(edition, folder):
    """The recorded clock differs from reader to reader; it would break equal bytes for equal content."""
    for path in folder.rglob("*.js"):
        assert "2031-06-01" not in path.read_text(encoding="utf-8")


def test_the_data_package_describes_every_column(folder):
    package = json.loads((folder / "files" / "datapackage.json").read_text())
    for resource in package["resources"]:
        header = (folder / "files" / resource["path"]).read_text(encoding="utf-8").splitlines()[0]
        assert [field["name"] for field in resource["schema"]["fields"]] == header.split(",")
        assert all(field["description"] for field in resource["schema"]["fields"])
    assert package["licenses"][0]["title"] == "CC BY 4.0"


def test_columns_of_rolled_up_tables_say_what_their_numbers_are(edition):
    def meaning(how):
        package = json.loads(
            manifest.datapackage(rolled(edition, how) if how else edition, ["control-changes.csv"])
        )
        return {f["name"]: f["description"] for f in package["resources"][0]["schema"]["fields"]}

    for how in ("majority", "shares"):
        told = meaning(how)
        assert not [name for name, text in told.items() if text.startswith("Probability")]
        assert "counts in each" in told["claims"]
    assert meaning("seat")["p_crown"].startswith("Probability that crown holds the unit, as of its capital")
    assert meaning(None)["p_contested"] == "Probability of contested"


def test_a_script_cannot_be_closed_from_within():
    text = data.script("f", "</script><!--\u2028")
    assert "<" not in text
    assert json.loads(text[2:-3]) == "</script><!--\u2028"


def test_both_languages_have_every_word():
    text = writer._static("words.js")
    english, dari = (re.findall(r'^      ("?[\w:.-]+"?): ', part, re.M) for part in text.split("    prs: {"))
    assert english == dari
    assert len(english) > 80
    used = {
        word
        for name in writer.ELEMENTS
        for word in re.findall(r'words\.say\("([\w:]+)"', writer._static(name))
    }
    used |= set(re.findall(r'data-say="([\w:]+)"', writer._static("page.html")))
    every = {word.strip('"') for word in english}
    assert used <= every
    named = "".join(map(writer._static, [n for n in writer.ELEMENTS if n != "words.js"])) + writer._static(
        "page.html"
    )
    named += writer._static("edition.js") + writer.LINK + "".join(f'"{s}"' for s in STATES)
    formed = {
        w
        for w in every
        if w.endswith("Long") or w.startswith(("level:", "file:")) or w in ("dir", "synthetic")
    }
    assert {w for w in every - formed if f'"{w}"' not in named} == set()


def test_elements_stay_small():
    assert (
        max(
            writer._static(name).count("\n")
            for name in (*writer.ELEMENTS, "edition.js")
            if name != "words.js"
        )
        <= 300
    )


def test_hostile_settings_stay_text(tmp_path):
    import synthetic

    site.write(synthetic.hostile(), tmp_path)
    site.one_file(synthetic.hostile(), tmp_path / "one.html")
    for name in ("index.html", "one.html"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert html.escape(synthetic.HOSTILE[3]) in page
        assert "<script>window" not in page
        assert "<img" not in page
        assert "<svg/onload" not in page
