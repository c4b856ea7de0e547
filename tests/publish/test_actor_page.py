"""The page of the actors: every text is escaped, links are web links, pictures have words."""

import re
from html.parser import HTMLParser

from whoholds.publish.site import actors

EVIL = '"><script>alert(1)</script>'
LINE = {
    "id": "ab", "actor": EVIL, "start": None, "end": None, "speaker": [EVIL], "by_party": False, "modality": "asserted",
    "polarity": "affirmed", "quote": EVIL, "sentence": EVIL, "outlet": EVIL, "published": "2021-08-19",
    "url": "javascript:alert(1)",
}  # fmt: skip
ANSWER = {
    "id": EVIL, "name": EVIL, "kind": "party", "aliases": [], "side": "x", "on": "2021-08-19", "known": "2021-08-19",
    "units": 34, "holds": [{"unit": "x", "name": EVIL}],
    "over_time": [{"day": "2021-08-01", "units": 0}, {"day": "2021-08-05", "units": 2}],
    "strengths": [
        LINE | {"low": 300, "high": None, "unit": EVIL, "qualifier": "at least"},
        LINE | {"low": None, "high": 5000, "unit": "men", "qualifier": "at most", "modality": "possible"},
    ],
    "alignments": [LINE | {"kind": "backs", "other": "Hill <League>", "role": EVIL}, LINE | {"kind": "leads", "other": None, "role": None}],
    "stances": [LINE | {"kind": "calls", "topic": EVIL}],
}  # fmt: skip


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.ids, self.headings, self.pictures = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [found["href"]] if "href" in found else []
        self.ids += [found["id"]] if "id" in found else []
        self.headings += [tag] if re.fullmatch(r"h\d", tag) else []
        if tag == "svg":
            self.pictures.append(found)


def read(*answers):
    reader = Reader()
    reader.feed(actors.render(answers, title=EVIL))
    return reader


def test_no_text_of_a_report_becomes_markup():
    found = read(ANSWER)
    assert "script" not in found.tags
    assert EVIL not in actors.render([ANSWER], title=EVIL)


def test_only_web_links_are_links():
    assert not [href for href in read(ANSWER).links if href.startswith("javascript")]


def test_the_policy_allows_no_script():
    assert "script-src" not in actors.CSP
    assert "default-src 'none'" in actors.render([ANSWER], title="x")


def test_every_picture_says_in_words_what_it_shows():
    pictures = read(ANSWER).pictures
    assert len(pictures) == 3
    assert all(p["role"] == "img" and p["aria-label"] for p in pictures)


def test_ids_are_unique_and_links_inside_the_page_lead_somewhere():
    found = read(ANSWER, ANSWER | {"id": "other"})
    assert len(set(found.ids)) == len(found.ids)
    assert {h[1:] for h in found.links if h.startswith("#")} <= set(found.ids)


def test_an_actor_without_statements_has_no_empty_headings():
    bare = ANSWER | {"strengths": [], "alignments": [], "stances": [], "over_time": [], "holds": []}
    assert read(bare).headings == ["h1", "h2"]


def test_an_open_end_is_drawn_open():
    assert actors.render([ANSWER], title="x").count('class="open"') == 2


def test_the_files_lie_beside_the_map(tmp_path):
    assert [p.name for p in actors.write([ANSWER], tmp_path, title="x")] == ["actors.html", "actors.css"]
