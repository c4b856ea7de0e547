"""The page of the actors: plain HTML and inline pictures, no script; every text from a report is escaped.

It takes answers as ``whoholds who --json`` gives them, so that page and terminal say the same.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from whoholds.publish.site.actor_map import ActorMaps

Answer = Mapping[str, Any]
Line = Mapping[str, Any]

CSP = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
INVENTED = "Invented reports: do not cite."
WIDTH, ROW, LEFT = 640, 26, 130
"""Size of a picture: its width, the height of a row, and the room for the dates, in pixels."""

STYLE = """\
:root { --paper: #fff; --ink: #1c1c1c; --soft: #575757; --line: #767676; --link: #0b5cad; --bar: #0b5cad; color-scheme: light dark;
  font: 16px/1.45 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #ececec; --soft: #b3b3b3; --line: #8a8f96; --link: #8ec5ff; --bar: #8ec5ff; } }
body { margin: 0 auto; padding: 1rem; max-inline-size: 50rem; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
a { color: var(--link); } .soft { color: var(--soft); } .denied { text-decoration: line-through; }
nav ul { columns: 16rem; padding-inline-start: 1.2rem; } section { border-block-start: 1px solid var(--line); margin-block-start: 2rem; }
blockquote { margin: .2rem 0 .2rem 1rem; } li { margin-block: .5rem; } nav li { margin: 0; padding-block: .25rem; break-inside: avoid; } svg { inline-size: 100%; block-size: auto; max-inline-size: 640px; }
svg text { fill: var(--ink); font-size: 12px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; } .bar { fill: var(--bar); } .open { stroke: var(--bar); stroke-dasharray: 4 3; stroke-width: 3; }
.edge { stroke: var(--line); stroke-width: 1.5; } .node { fill: var(--paper); stroke: var(--ink); } .step { fill: none; stroke: var(--bar); stroke-width: 2; }
.doubt { fill-opacity: .35; stroke: var(--bar); stroke-dasharray: 3 2; } .synthetic { font-weight: 700; }
summary { cursor: pointer; } .shapes { position: absolute; inline-size: 0; block-size: 0; } .maps { display: flex; flex-wrap: wrap; gap: .5rem; }
figure { margin: 0; inline-size: 11.5rem; } figcaption { color: var(--soft); font-size: .85rem; } .ground { fill: #e8e8e8; stroke: #fff; stroke-width: .5; }
.held, .said { stroke: #333; stroke-width: .6; } .said { fill-opacity: .45; stroke-dasharray: 2 1.5; }
"""


def write(
    answers: Sequence[Answer],
    out: Path,
    *,
    title: str,
    synthetic: bool = False,
    maps: ActorMaps | None = None,
) -> list[Path]:
    """Write ``actors.html`` and ``actors.css`` into the site's folder; returns the files."""
    out.mkdir(parents=True, exist_ok=True)
    page, style = out / "actors.html", out / "actors.css"
    page.write_text(render(answers, title=title, synthetic=synthetic, maps=maps), encoding="utf-8")
    style.write_text(STYLE, encoding="utf-8")
    return [page, style]


def render(
    answers: Sequence[Answer], *, title: str, synthetic: bool = False, maps: ActorMaps | None = None
) -> str:
    """The page as HTML; ``maps`` shows where each actor of the map stood."""
    links = "".join(f'<li><a href="#{_key(a)}">{_e(a["name"])}</a></li>' for a in answers)
    warning = f'<p class="synthetic">{INVENTED}</p>' if synthetic else ""
    body = "".join(_section(a, maps) for a in answers) or "<p>No actor is spoken of yet.</p>"
    shapes = maps.shapes if maps is not None else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}"><meta name="referrer" content="no-referrer">'
        f'<title>Actors: {_e(title)}</title><link rel="stylesheet" href="actors.css"></head><body>{shapes}'
        f'<header><h1>Actors: {_e(title)}</h1>{warning}<p><a href="index.html">To the map</a></p></header>'
        f'<nav aria-label="Actors"><ul>{links}</ul></nav><main>{body}</main></body></html>\n'
    )


def _section(a: Answer, maps: ActorMaps | None) -> str:
    key = _key(a)
    parts = [
        f'<section id="{key}" aria-labelledby="{key}-h"><h2 id="{key}-h">{_e(a["name"])}</h2>{_who(a)}',
        _holds(a, maps),
        _strengths(a),
        _alignments(a),
        _stances(a),
    ]
    return "".join(parts) + "</section>"


def _who(a: Answer) -> str:
    """What it is, what it is part of, and with whom it stood when; and that no editor has listed it, where none has."""
    said = [_e(a["kind"])] if a["kind"] else [] if a["listed"] else ["listed by no editor: read from reports"]
    said += [f"also called {_e(', '.join(a['aliases'][:6]))}"] if a["aliases"] else []
    said += [f"part of {_e(', '.join(p['name'] for p in a['parents']))}"] if a["parents"] else []
    text = f'<p class="soft">{"; ".join(said)}</p>' if said else ""
    sides = "".join(f"<li>{_e(_period(s))}</li>" for s in a["sides"])
    return text + (f"<h3>On whose side</h3><ul>{sides}</ul>" if sides else "")


def _period(side: Mapping[str, Any]) -> str:
    """A side and its days."""
    first, last = side["from"], side["to"]
    if first and last:
        return f"{side['side']}, {first} to {last}"
    return f"{side['side']}{f' since {first}' if first else f' until {last}' if last else ''}"


def _holds(a: Answer, maps: ActorMaps | None) -> str:
    if not a["over_time"]:
        return ""
    units = "".join(f"<li>{_e(u['name'])}</li>" for u in a["holds"])
    listing = f"<details><summary>The units</summary><ul>{units}</ul></details>" if units else ""
    drawn = maps.of(str(a["id"])) if maps is not None else ""
    only = quote(f"held:{a['id']},unconfirmed:{a['id']}")
    return (
        f"<h3>Holds</h3><p>{len(a['holds'])} of {int(a['units'])} units on {_e(a['on'])}. "
        f'<a href="index.html#/?only={only}">See them on the map</a>.</p>{drawn}{_steps(a)}{listing}'
    )


def _steps(a: Answer) -> str:
    """Units held over time, as steps."""
    steps = a["over_time"]
    first, last = date.fromisoformat(steps[0]["day"]), date.fromisoformat(a["on"])
    days, top = max((last - first).days, 1), max(*(s["units"] for s in steps), 1)

    def x(day: str) -> float:
        return LEFT + (WIDTH - LEFT - 10) * min((date.fromisoformat(day) - first).days / days, 1)

    path = ""
    for step in steps:
        height = f"{90 - 70 * step['units'] / top:.1f}"
        path += f"H{x(step['day']):.1f}V{height}" if path else f"M{x(step['day']):.1f} {height}"
    path += f"H{WIDTH - 10}"
    said = f"{a['name']}: {steps[0]['units']} units on {steps[0]['day']}, {steps[-1]['units']} since {steps[-1]['day']}, at most {top}"
    return (
        f'<svg viewBox="0 0 {WIDTH} 110" role="img" aria-label="{_e(said)}"><path class="step" d="{path}"/>'
        f'<text x="0" y="24">{top} units</text><text x="0" y="94">0</text><text x="{LEFT}" y="106">{_e(first)}</text>'
        f'<text x="{WIDTH - 10}" y="106" text-anchor="end">{_e(last)}</text></svg>'
    )


def _strengths(a: Answer) -> str:
    lines = sorted(a["strengths"], key=_day)
    if not lines:
        return ""
    shown = [
        x
        for x in lines
        if x["polarity"] == "affirmed" and x["verdict"] != "reject" and (x["low"] or x["high"])
    ]
    items = "".join(_item(amount(x), x, "strength") for x in lines)
    return f"<h3>How strong</h3>{_ranges(a, shown) if shown else ''}<ul>{items}</ul>"


def _ranges(a: Answer, lines: Sequence[Line]) -> str:
    """Ranges by date, one row each, on a scale of powers of ten; an open end is dashed."""
    numbers = [n for x in lines for n in (x["low"], x["high"]) if n]
    low, high = math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers) + 1))
    high = max(high, low + 1)

    def x(n: int) -> float:
        return LEFT + (WIDTH - LEFT - 20) * (math.log10(max(n, 10**low)) - low) / (high - low)

    rows = ""
    for row, line in enumerate(lines):
        y = 18 + row * ROW
        first = line["high"] if line["low"] is None else line["low"]
        last = line["low"] if line["high"] is None else line["high"]
        doubt = " doubt" if line["modality"] != "asserted" else ""
        who = _e(" > ".join(line["speaker"]) or line["outlet"])
        rows += (
            f'<g><title>{_e(amount(line))}, says {who}</title><text x="0" y="{y + 4}">{_e(_day(line))}</text>'
        )
        rows += f'<rect class="bar range{doubt}" x="{x(first) - 3:.1f}" y="{y - 6}" width="{x(last) - x(first) + 6:.1f}" height="12"/>'
        if line["high"] is None:
            rows += f'<line class="open" x1="{x(first):.1f}" y1="{y}" x2="{WIDTH - 10}" y2="{y}"/>'
        if line["low"] is None:
            rows += f'<line class="open" x1="{LEFT}" y1="{y}" x2="{x(first):.1f}" y2="{y}"/>'
        rows += "</g>"
    base = 18 + len(lines) * ROW
    ticks = "".join(
        f'<text x="{x(10**k):.1f}" y="{base + 8}" text-anchor="middle">{10**k:,}</text>'
        for k in range(low, high + 1)
    )
    said = f"Strength of {a['name']}: " + "; ".join(f"{_day(x)} {amount(x)}" for x in lines)
    return f'<svg viewBox="0 0 {WIDTH} {base + 14}" role="img" aria-label="{_e(said)}">{rows}{ticks}</svg>'


def _alignments(a: Answer) -> str:
    lines = sorted(a["alignments"], key=_day)
    if not lines:
        return ""
    items = "".join(_item(_standing(x), x, "alignment") for x in lines)
    return f"<h3>With whom</h3>{_network(a, lines)}<ul>{items}</ul>"


def _network(a: Answer, lines: Sequence[Line]) -> str:
    """The actors of its alignments around it; each edge named by what joins them."""
    edges: dict[str, str] = {}
    for x in lines:
        stands = x["polarity"] == "affirmed" and x["verdict"] != "reject"
        for side in ("actor", "other") if stands else ():
            if x[side] and x[f"{side}_id"] != a["id"]:
                edges.setdefault(x[side], x["kind"])
    chosen = list(edges.items())[:10]
    if not chosen:
        return ""
    parts = ""
    for k, (name, kind) in enumerate(chosen):
        angle = 2 * math.pi * k / len(chosen) - math.pi / 2
        px, py = 320 + 210 * math.cos(angle), 130 + 95 * math.sin(angle)
        parts += f'<line class="edge" x1="320" y1="130" x2="{px:.1f}" y2="{py:.1f}"/><circle class="node" cx="{px:.1f}" cy="{py:.1f}" r="5"/>'
        parts += f'<text x="{px:.1f}" y="{py - 9:.1f}" text-anchor="middle">{_e(_short(name))}</text>'
        parts += (
            f'<text x="{(320 + px) / 2:.1f}" y="{(130 + py) / 2:.1f}" text-anchor="middle">{_e(kind)}</text>'
        )
    parts += f'<circle class="node" cx="320" cy="130" r="8"/><text x="320" y="152" text-anchor="middle">{_e(_short(a["name"]))}</text>'
    said = f"{a['name']} and " + ", ".join(f"{name} ({kind})" for name, kind in chosen)
    return f'<svg viewBox="0 0 {WIDTH} 260" role="img" aria-label="{_e(said)}">{parts}</svg>'


def _stances(a: Answer) -> str:
    lines = sorted(a["stances"], key=_day)
    items = "".join(_item(f"{x['kind']}: {x['topic']}", x, "stance") for x in lines)
    return f"<h3>What it says</h3><ul>{items}</ul>" if lines else ""


def _item(text: str, x: Line, kind: str) -> str:
    """One statement: what it says, and its quote; the sentence and the report are one click away."""
    marks = [m for m in (x["modality"], x["polarity"]) if m not in ("asserted", "affirmed")]
    noted = f" ({', '.join(marks)})" if marks else ""
    who = _e(" > ".join(x["speaker"]) or "the outlet itself")
    source = _e(f"{x['outlet']}, {x['published']}")
    url = str(x["url"])
    link = (
        f'<a href="{_e(url)}" rel="noopener noreferrer nofollow">{source}</a>'
        if url.startswith(("https://", "http://"))
        else source
    )
    css = "denied" if x["polarity"] == "denied" or x["verdict"] == "reject" else "said"
    if x["verdict"]:
        noted += f" ({_VERDICTS[x['verdict']]}{': ' if x['reason'] else ''}{_e(x['reason'])})"
    return (
        f'<li class="{kind}" data-claim="{_e(x["id"])}"><span class="soft">{_e(_day(x))}</span> <span class="{css}">{_e(text)}</span>{noted}, '
        f'says <span class="who">{who}</span><blockquote><details><summary>“{_e(x["quote"])}”</summary>{_e(x["sentence"])}</details></blockquote>'
        f'<span class="soft">{link}</span></li>'
    )


_VERDICTS = {
    "accept": "checked by an editor", "reject": "rejected by an editor", "amend": "amended by an editor",
}  # fmt: skip


def amount(x: Line) -> str:
    """A strength in words: "about 2,000 fighters", "2,000 to 2,500", "at most 600 men"."""
    low, high = x["low"], x["high"]
    both = low is not None and high is not None and low != high
    bound = low if low is not None else high
    unknown = f"an unknown number{' of' if x['unit'] else ''}"
    number = unknown if bound is None else f"{low:,} to {high:,}" if both else f"{bound:,}"
    return " ".join(
        w for w in ("" if x["qualifier"] == "between" else x["qualifier"], number, x["unit"]) if w
    )


def _standing(x: Line) -> str:
    return " ".join(
        w for w in (x["actor"], x["kind"], x["other"], f"as {x['role']}" if x["role"] else "") if w
    )


def _day(x: Line) -> str:
    return str(x["start"] or x["published"])


def _short(name: str) -> str:
    return name if len(name) <= 28 else name[:27] + "…"


def _key(a: Answer) -> str:
    return "actor-" + "".join(c if c.isalnum() and c.isascii() else "-" for c in str(a["id"]))


def _e(text: object) -> str:
    return html.escape(str(text), quote=True)
