"""Score adjudication on who held Ukraine's towns, from dated notes, beside the naive maps.

    python benchmarks/adjudicate_ukraine.py

needs ../shared/data/ukraine-control. The notes ("Captured by Russia 24 February 2022") are read as
testimonies published on the day they first stood on the page; the truth is the status that the same
page's editors gave each town that day. So this is a consistency check, not a test against a third party.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from whoholds.adjudicate import Parameters, adjudicate, scoring
from whoholds.adjudicate.table import tabulate
from whoholds.model import Testimony

FOLDER = Path(__file__).parents[2] / "shared/data/ukraine-control"
FIRST, LAST = date(2022, 3, 12), date(2024, 8, 17)
ACTORS = ("ukraine", "russia")
HELD = {"Ukraine": 0, "Russia": 1, "Contested": 2}
NEAR = 20
"""Days around a change of the truth that count as near it."""

MONTHS = {m: i + 1 for i, m in enumerate(
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
)}  # fmt: skip
_MONTH = "|".join(MONTHS)
_DATE = rf"(?:(\d{{1,2}}) )?(?:({_MONTH}) )(?:(\d{{1,2}}),? )?(\d{{4}})"
_WHO = r"(Ukraine|Russian?|Donetsk PR|Luhansk PR|DPR|LPR|Novorossiya)[\w /]*?"
_EVENT = re.compile(
    rf"(?P<verb>[Rr]ecaptured|[Cc]aptured|[Cc]ontrol claimed|[Cc]laimed|[Pp]ressured) by (?:an? )?{_WHO}"
    rf"(?: sources?)?,? (?:on |in |by |since |around |mid-|between )*{_DATE}"
)


def events(text: str) -> Iterator[tuple[str, str, date]]:
    """Verb, actor and day (a month's last for a month) of each dated event in a note."""
    for found in _EVENT.finditer(text):
        who, day, month, day_after, year = found.groups()[1:]
        number = int(day or day_after or 0)
        end = date(int(year), MONTHS[month], 28) if not number else None
        actor = "ukraine" if who == "Ukraine" else "russia"
        try:
            yield found["verb"].lower(), actor, end or date(int(year), MONTHS[month], number)
        except ValueError:  # "31 June" stands in one note
            continue


def testimonies(towns: set[str]) -> list[Testimony]:
    """Every dated event of the notes; the last capture in a note is told to last until its day."""
    out = []
    with (FOLDER / "texts.csv").open(encoding="utf8") as lines:
        for n, row in enumerate(csv.DictReader(lines)):
            if row["name"] not in towns:
                continue
            told = max(date.fromisoformat(row["first_day"]), FIRST)
            found = list(events(row["text"]))
            for k, (verb, actor, day) in enumerate(found):
                claimed = "claimed" in verb
                symbol = "contests" if verb == "pressured" else "holds"
                out.append(
                    Testimony(
                        claim=f"{n}.{k}", unit=row["name"], symbol=symbol, actor=actor, day=min(day, told),
                        published=told, source="the page", outlet="the page",
                        story=f"{row['name']} {symbol} {actor} {day}", onset=symbol == "holds",
                        side=actor if claimed else None, modality="claimed" if claimed else "asserted",
                        until=told if k == len(found) - 1 and symbol == "holds" else None,
                    )
                )  # fmt: skip
    return out


def truth() -> tuple[list[str], np.ndarray]:
    """Towns with unique names, and their status [towns, days]; -1 on days without a copy of the page."""
    told: dict[str, dict[int, int]] = defaultdict(dict)
    with gzip.open(FOLDER / "control_daily.csv.gz", "rt", encoding="utf8") as lines:
        for row in csv.DictReader(lines):
            t = (date.fromisoformat(row["day"]) - FIRST).days
            if row["homonym"] == "False" and row["held"] in HELD and t >= 0:
                told[row["name"]][t] = HELD[row["held"]]
    towns = sorted(told)
    out = np.full((len(towns), (LAST - FIRST).days + 1), scoring.UNTOLD, dtype=np.int64)
    for u, town in enumerate(towns):
        out[u, list(told[town])] = list(told[town].values())
    return towns, out


def changes(status: np.ndarray) -> list[tuple[int, int, int]]:
    """Unit, first day of the new status and the new status, of each change."""
    out = []
    for u in range(len(status)):
        days = np.flatnonzero(status[u] >= 0)
        for t in days[1:][np.diff(status[u, days]) != 0]:
            out.append((u, int(t), int(status[u, t])))
    return out


def near(status: np.ndarray) -> np.ndarray:
    """Unit-days within :data:`NEAR` days of a change."""
    out = np.zeros(status.shape, dtype=bool)
    for u, t, _ in changes(status):
        out[u, max(0, t - NEAR) : t + NEAR + 1] = True
    return out


def delays(best: np.ndarray, flips: list[tuple[int, int, int]]) -> np.ndarray:
    """Days from each change of the truth until the map has it, at most 90, else nan; -7 where it had it
    a week before (a fight over which the map's holder did not change).
    """
    out = np.full(len(flips), np.nan)
    for i, (u, t, new) in enumerate(flips):
        begin = max(t - 7, 0)
        has = np.flatnonzero(best[u, begin : t + 91] == new)
        if len(has):
            out[i] = begin + has[0] - t
    return out


def written(flips: list[tuple[int, int, int]], told: list[Testimony], towns: list[str]) -> float:
    """Share of changes of which any note tells, from a week before to 90 days after."""
    heard = defaultdict(list)
    for row in told:
        heard[row.unit, row.actor].append((row.published - FIRST).days)
    return float(np.mean([any(-7 <= n - t <= 90 for n in heard[towns[u], ACTORS[k]]) for u, t, k in flips]))


def main() -> None:
    """Print the table."""
    towns, status = truth()
    told = testimonies(set(towns))
    settings = Parameters()
    named = {t.unit for t in told}
    days = status.shape[1]
    table = tabulate(told, towns, ACTORS, FIRST, LAST, LAST, settings)
    size = (len(towns), days, len(ACTORS))
    now = adjudicate(told, towns, ACTORS, FIRST, LAST, LAST, settings, on_the_day=True)
    print(
        f"{len(towns)} towns, {(status >= 0).sum()} town-days, {len(told)} dated events on {len(named)} towns"
    )
    print(f"sources: {now.parameters.get('not_learnt') or now.parameters.get('sources_learnt')}")
    maps = {
        "last claim wins": scoring.last_claim_wins(table, *size),
        "14-day vote": scoring.vote(table, *size),
        "whoholds, as known on the day": now.p,
        "whoholds, smoothed": adjudicate(told, towns, ACTORS, FIRST, LAST, LAST, settings).p,
    }
    spoken = np.array([t in named for t in towns])[:, None] & np.ones((1, days), dtype=bool)
    flips = [f for f in changes(status) if f[2] < 2 and spoken[f[0], 0]]
    print(f"{len(flips)} changes to a holder in towns with notes; scores on those towns")
    print(f"a note tells of {written(flips, told, towns):.2f} of them within 90 days")
    print(
        "| map | accuracy | log | ECE | near a change: accuracy | log | had it before | came to it in 90 days | median delay |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name, p in maps.items():
        whole, close = scoring.score(p, status, spoken), scoring.score(p, status, spoken & near(status))
        late = delays(p.argmax(axis=2), flips)
        print(
            f"| {name} | {whole.accuracy:.3f} | {whole.log:.3f} | {whole.ece:.3f} | {close.accuracy:.3f} | "
            f"{close.log:.3f} | {(late == -7).mean():.2f} | {(late > -7).mean():.2f} | "
            f"{np.median(late[late > -7]):.0f} |"
        )


if __name__ == "__main__":
    main()
