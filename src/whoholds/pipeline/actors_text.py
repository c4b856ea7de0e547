"""The answer of :func:`whoholds.pipeline.actors.who` in words for a terminal: :func:`in_words`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whoholds.publish.site.actors import amount


def in_words(answer: dict[str, Any]) -> str:
    """The answer of :func:`who` for a terminal."""
    lines = [
        f"{answer['name']} on {answer['on']} (known by {answer['known']}): "
        f"holds {len(answer['holds'])} of {answer['units']} units"
    ]
    told = [answer["kind"]] if answer["kind"] else []
    told += [f"part of {', '.join(p['name'] for p in answer['parents'])}"] if answer["parents"] else []
    told += [f"on the side of {period(s)}" for s in answer["sides"]]
    lines += [f"  {'; '.join(told)}"] if told else []
    lines += [f"  {unit['name']}" for unit in answer["holds"][:20]]
    if len(answer["holds"]) > 20:
        lines.append(f"  and {len(answer['holds']) - 20} more")
    lines += ["", "over time:"] if answer["over_time"] else []
    lines += [f"  {step['day']}  {step['units']}" for step in answer["over_time"][-12:]]
    shown: dict[str, Callable[[dict[str, Any]], str]] = {
        "strengths": amount,
        "alignments": lambda x: " ".join(
            w for w in (x["actor"], x["kind"], x["other"], x["role"] and f"as {x['role']}") if w
        ),
        "stances": lambda x: f"{x['kind']}: {x['topic']}",
    }
    for kind, say in shown.items():
        lines += ["", f"{kind}:"] if answer[kind] else []
        for x in answer[kind]:
            who_says = " > ".join(x["speaker"]) or "in its own voice"
            marks = "".join(
                f", {m}" for m in (x["modality"], x["polarity"]) if m not in ("asserted", "affirmed")
            )
            lines += [
                f"  {x['start'] or x['published']}  {say(x)}{marks}{_judged(x)}",
                f"    “{x['quote']}”",
                f"    {x['outlet']}, {x['published']}, {who_says}   [{x['id'][:12]}] {x['url']}",
            ]
    return "\n".join(lines)


def period(side: dict[str, Any]) -> str:
    """A side and its days: "rebels from 2021-06-01", "junta to 2021-05-31"."""
    return " ".join([side["side"], *(f"{word} {side[word]}" for word in ("from", "to") if side[word])])


def _judged(line: dict[str, Any]) -> str:
    """An editor's word on a statement."""
    return {"reject": f", rejected by an editor: {line['reason']}", "amend": ", amended by an editor"}.get(
        line["verdict"], ""
    )
