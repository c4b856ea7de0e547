"""The page, opened from a file with the network cut: it shows what the edition says, and says why."""

from dataclasses import replace

import pytest
import shapely
from seen import day, evidenced, expected, settled, shown

from whoholds.publish import site

pytestmark = pytest.mark.browser


def test_every_day_of_the_slider_shows_the_editions_states(edition, open_page):
    page = open_page(f"#/?on={day(edition, 30)}&series=now")
    assert shown(page) == expected(edition, day(edition, 30))
    page.focus("#day")
    for key, k in (("ArrowRight", 31), ("End", 59), ("Home", 0)):
        page.keyboard.press(key)
        settled(page, k)
        assert shown(page) == expected(edition, day(edition, k))


def test_as_known_on_the_day_is_another_series(edition, open_page):
    page = open_page(f"#/?on={day(edition, 30)}&series=then")
    assert shown(page) == expected(edition, day(edition, 30), "then")
    page.get_by_role("button", name="as known now").click()
    page.wait_for_function("() => location.hash.includes('series=now')")
    assert shown(page) == expected(edition, day(edition, 30))


def test_a_click_opens_the_sentences_with_the_exact_quote_marked(edition, open_page):
    unit, bearings = evidenced(edition, 50)
    page = open_page(f"#/?on={day(edition, 50)}&series=now")
    page.locator(f"control-map:not(.versus) path[data-unit='{unit.id}']").click()
    page.wait_for_selector("#evidence blockquote")
    quotes = page.locator("#evidence .stance blockquote")
    claims = {edition.by_claim[b.testimony.claim].claim for b in bearings}
    assert sorted(quotes.all_text_contents()) == sorted(claim.sentence for claim in claims)
    assert {*quotes.locator("mark").all_text_contents()} == {claim.quote for claim in claims}
    text = page.locator("#evidence").inner_text()
    assert unit.name in text
    assert "a resident" in text
    assert "Amran Sefi" not in text


def test_each_claim_says_how_far_it_moved_the_map_on_this_day(edition, open_page):
    unit, bearings = evidenced(edition, 50)
    bearing = bearings[0]
    at = (bearing.testimony.day - edition.first).days
    page = open_page(f"#/{unit.id}?on={day(edition, at)}&series=now")
    card = page.locator(f"#claim-{bearing.testimony.claim}")
    card.wait_for()
    assert "6 times as likely" in card.inner_text()  # exp(1.8)
    page.evaluate("k => app.go({on: k})", min(59, at + 12))
    settled(page, min(59, at + 12))
    card.get_by_text("2 times as likely").or_(card.get_by_text("6 times")).wait_for()


def test_the_same_link_gives_the_same_answer(edition, open_page):
    unit, _ = evidenced(edition, 50)
    page = open_page(f"#/{unit.id}?on={day(edition, 20)}&series=then&view=table")
    page.get_by_role("button", name="Map", exact=True).click()
    page.wait_for_function("() => !location.hash.includes('view=')")
    again = open_page(page.evaluate("location.hash"))
    assert shown(again) == shown(page) == expected(edition, day(edition, 20), "then")
    assert again.locator("#evidence h2").inner_text() == page.locator("#evidence h2").inner_text()
    assert edition.id[:12] in again.locator("footer").inner_text()


def test_steps_jump_to_the_changes_of_the_chosen_unit(edition, open_page):
    state, holder = edition.now.state, edition.now.holder
    k = next(k for k in range(40) if len(set(state[k].tolist())) > 2)
    changes = [d for d in range(1, 60) if (state[k, d], holder[k, d]) != (state[k, d - 1], holder[k, d - 1])]
    page = open_page(f"#/{edition.units[k].id}?on={day(edition, 0)}&series=now")
    for d in changes:
        page.locator("#next-change").click()
        settled(page, d)
    assert page.locator("#next-change").is_disabled()
    page.keyboard.press("[")
    settled(page, changes[-2])


def test_play_runs_and_pauses(edition, open_page):
    page = open_page(f"#/?on={day(edition, 5)}", reduced_motion="reduce")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => Number(document.querySelector('#day').value) > 6")
    page.get_by_role("button", name="Pause").click()
    stopped = page.locator("#day").input_value()
    page.wait_for_timeout(1500)
    assert page.locator("#day").input_value() == stopped


def test_the_legend_counts_and_filters(edition, open_page):
    page = open_page(f"#/?on={day(edition, 30)}")
    wanted = list(expected(edition, day(edition, 30)).values())
    for line in page.locator("map-legend button[data-key]").all():
        state, holder = line.get_attribute("data-key").split(":")
        assert int(line.locator(".count").inner_text()) == wanted.count([state, holder])
    page.locator("map-legend button[data-key='held:crown']").click()
    page.wait_for_selector("map-legend button[aria-pressed=true]")
    muted = page.locator("control-map:not(.versus) path.muted")
    assert muted.count() == 40 - wanted.count(["held", "crown"])
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("() => !document.querySelector('path.muted')")


def test_the_table_says_what_the_map_says(edition, open_page):
    page = open_page(f"#/?on={day(edition, 30)}&view=table")
    rows = page.locator("unit-table tbody tr")
    assert rows.count() == 40
    names = [unit.name for unit in edition.units]
    assert page.locator("unit-table tbody th").all_text_contents() == sorted(names)
    page.locator("#sort-2").click()
    cells = page.locator("unit-table tbody td:nth-child(3)").all_text_contents()
    assert cells == sorted(cells)
    held = [v for v in expected(edition, day(edition, 30)).values() if v == ["held", "crown"]]
    assert sum("held by Crown Guard" in cell for cell in cells) == len(held)
    assert page.locator("th[aria-sort=ascending]").inner_text() == "State"


def test_two_dates_side_by_side(edition, open_page):
    page = open_page(f"#/?on={day(edition, 50)}&vs={day(edition, 10)}")
    assert shown(page, "control-map.versus") == expected(edition, day(edition, 10))
    assert shown(page) == expected(edition, day(edition, 50))
    page.get_by_role("button", name="the other series").click()
    page.wait_for_function("() => location.hash.includes('vs=then')")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert shown(page, "control-map.versus") == expected(edition, day(edition, 50), "then")


def test_what_changed_between_two_dates(edition, open_page):
    before, after = expected(edition, day(edition, 10)), expected(edition, day(edition, 50))
    changed = {u.name for u in edition.units if before[u.id] != after[u.id]}
    page = open_page(f"#/?on={day(edition, 50)}&vs={day(edition, 10)}&view=changes")
    assert {*page.locator("change-list tbody th").all_text_contents()} == changed
    assert len(changed) > 5
    page.wait_for_selector("change-list q")


def test_search_finds_places_by_other_names_actors_and_quotes(edition, open_page):
    page = open_page()
    seat = next(unit for unit in edition.units if unit.names)
    for text, answer in (
        (seat.names[0].upper(), seat.name),
        ("River L", "River League"),
        ("took kemra", "took Kemra"),
    ):
        page.fill("#search", text)
        page.locator("#found li").filter(has_text=answer).first.wait_for()
    page.fill("#search", "no such place")
    page.get_by_text("Nothing found").wait_for()


def contains(area, point):
    return shapely.contains(shapely.from_wkb(area), shapely.from_wkb(point))


def test_search_finds_a_town_as_the_unit_that_it_lies_in(edition, open_page):
    town = next(f for f in edition.base if f.kind == "town")
    around = next(u for u in edition.units if contains(u.geometry, town.geometry))
    page = open_page()
    page.fill("#search", town.name)
    page.locator("#found li").filter(has=page.get_by_text(town.name, exact=True)).click()
    page.wait_for_function("id => location.hash.includes(id)", arg=around.id)
    assert page.locator("#evidence h2 bdi").first.inner_text() == around.name


def test_probabilities_stand_in_words_beside_their_lines(edition, open_page):
    unit, _ = evidenced(edition, 50)
    page = open_page(f"#/{unit.id}?on={day(edition, 50)}&series=now")
    page.wait_for_selector(".chances li")
    p = edition.now.posteriors.p[edition.units.index(unit), 50]
    names = [*(actor.name for actor in edition.actors), "Contested"]
    told = [
        f"{name} {round(float(x) * 100)}%" for name, x in zip(names, p, strict=True) if round(float(x) * 100)
    ]
    assert [" ".join(text.split()) for text in page.locator(".chances li").all_text_contents()] == told
    dashes = page.locator(".chances .sample path").evaluate_all(
        "lines => lines.map(l => l.getAttribute('stroke-dasharray'))"
    )
    assert len({*dashes}) == len(dashes) == len(edition.actors)


def test_what_the_publishers_own_file_says_of_the_first_day_is_no_report(edition, open_page, tmp_path):
    initial = {edition.units[1].id: "crown", edition.units[2].id: "contested"}
    site.write(replace(edition, initial=initial), tmp_path, downloads=False)
    page = open_page(f"#/{edition.units[1].id}?on={edition.first}", folder=tmp_path)
    page.get_by_text(
        "On the first day: held by Crown Guard, by the publisher's own file, not by a report"
    ).wait_for()
    page.evaluate("id => app.go({unit: id})", edition.units[2].id)
    page.get_by_text("On the first day: Contested, by the publisher's own file").wait_for()
    page.evaluate("id => app.go({unit: id})", edition.units[3].id)
    page.wait_for_function(
        "id => document.querySelector('#evidence h2').textContent.includes(id)", arg=edition.units[3].name
    )
    assert page.get_by_text("own file").count() == 0


def test_letters_stand_on_paper_too(edition, open_page):
    page = open_page(f"#/?on={day(edition, 30)}")
    signs = page.locator("control-map:not(.versus) .sign")
    assert signs.count() == 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert {"C", "R"} <= {*signs.all_text_contents()}
    assert page.locator("map-legend button[data-key='held:crown']").inner_text().startswith("C Crown Guard")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert signs.count() == 0


def test_a_broken_link_still_opens_the_map(edition, open_page):
    page = open_page("#/%E0%A4%A?on=never&series=x&view=x&level=x")
    assert shown(page) == expected(edition, edition.last)


def test_every_changed_place_gets_its_sentence_once_it_is_in_sight(open_page, tmp_path):
    import synthetic

    large = synthetic.edition(150, 40)
    site.write(large, tmp_path, downloads=False)
    page = open_page(f"#/?on={large.last}&vs={large.first}&view=changes", folder=tmp_path)
    rows = page.locator("change-list tbody tr")
    assert rows.count() > 100
    page.wait_for_selector("change-list tr:first-child q")
    assert rows.last.locator("q").count() == 0
    rows.last.scroll_into_view_if_needed()
    rows.last.locator("q").wait_for()


def test_a_province_and_the_sharing_lead_to_the_feeds(edition, open_page, folder):
    page = open_page(f"#/{edition.parents[0].id}?on={day(edition, 30)}&level=1")
    feed = page.locator("#evidence a[href^='feeds/']").get_attribute("href")
    assert (folder / feed).exists()
    page.click("#share-open")
    links = page.locator("dialog a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert len(links) == len({*links}) == 9 + 2 * (1 + len(edition.actors))
    assert all((folder / link).exists() for link in links)


def test_copies_of_a_story_are_one_card_that_says_who_carries_it(edition, open_page, tmp_path):
    unit, (first, second, *_) = evidenced(edition, 50)
    alike = {first.testimony.claim: "Daily Varrin", second.testimony.claim: "Hill Post"}
    cited = [
        replace(c, story="one", document=replace(c.document, outlet=alike[c.id])) if c.id in alike else c
        for c in edition.cited
    ]
    site.write(replace(edition, cited=tuple(cited)), tmp_path, downloads=False)
    page = open_page(f"#/{unit.id}?on={edition.last}", folder=tmp_path)
    page.wait_for_selector("#evidence blockquote")
    assert page.locator("#evidence .stance .claim").count() == len(edition.by_unit[unit.id]) - 1
    fold = page.locator("#evidence .carried")
    assert fold.locator("summary").inner_text() == "Carried by 2 outlets, counted once"
    fold.locator("summary").click()
    shown_outlets = page.locator("#evidence .claim").first.locator("cite").all_inner_texts()
    assert sorted(shown_outlets) == ["Daily Varrin", "Hill Post"]


def test_real_reports_have_an_archived_copy_and_problems_a_desk(edition, open_page, tmp_path):
    unit, (first, *_) = evidenced(edition, 50)
    settings = replace(edition.settings, report="mailto:desk@varrin.example", url="https://maps.example/v")
    site.write(replace(edition, synthetic=False, settings=settings), tmp_path, downloads=False)
    page = open_page(f"#/{unit.id}?on={edition.last}", folder=tmp_path)
    card = page.locator(f"#claim-{first.testimony.claim}")
    card.wait_for()
    source = edition.by_claim[first.testimony.claim].document.url
    links = card.locator(".links a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert links == [source, f"https://web.archive.org/web/{first.testimony.published:%Y%m%d}/{source}"]
    report = page.get_by_role("link", name="Report a problem").get_attribute("href")
    assert report.startswith("mailto:desk@varrin.example?subject=Varrinland")
    assert f"%23%2F{unit.id}%3Fon%3D{edition.last}" in report
    assert edition.id[:12] not in report  # The settings are part of the edition.
    plain = open_page(f"#/{unit.id}?on={edition.last}")
    plain.wait_for_selector("#evidence .links")
    assert plain.locator("#evidence .links a").count() == plain.locator("#evidence .links").count()
    assert plain.get_by_role("link", name="Report a problem").count() == 0
