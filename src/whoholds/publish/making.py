"""Where editions are made, and where *do no harm* is enforced.

What a delay holds back, what is coarsened and the names of private speakers never reach an exporter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from whoholds.errors import ExportError
from whoholds.model import Attested, Claim, Level, Place, Unit
from whoholds.publish import speakers
from whoholds.publish.edition import Actor, BaseFeature, Bearing, Cited, Edition, Series, Settings
from whoholds.publish.plain import plain, plain_claim, plain_document, plain_unit
from whoholds.publish.rollup import rolled

FINEST: tuple[Level, ...] = ("place", "3", "2", "1", "country")
"""Levels from the finest on."""
_LEARNT = ("learnt", "sources_learnt", "out_of_line", "appraisals", "initial")
"""Parameters by source or unit: a source may be a private person, a unit finer than the map. The ledger and the rest give them again."""
PLACE = "[place withheld]"
"""In speakers and actors of a coarsened edition: a place that it does not show."""


def make_edition(
    *,
    title: str,
    country: str,
    level: Level,
    units: Sequence[Unit],
    actors: Sequence[Actor],
    now: Series,
    then: Series,
    attested: Sequence[Attested],
    bearings: Sequence[Bearing],
    newest: date,
    content: str,
    version: str,
    parents: Sequence[Unit] = (),
    base: Sequence[BaseFeature] = (),
    settings: Settings = Settings(),
    credits: Sequence[str] = (),  # noqa: A002
    licence: str = "CC BY 4.0",
    synthetic: bool | None = None,
    boundary_note: str = "",
    marks: Sequence[tuple[date, str]] = (),
    recorded: datetime | None = None,
    inputs: str = "",
    initial: Mapping[str, str] | None = None,
    persons: Iterable[str] = (),
    amended: Mapping[str, Claim] | None = None,
) -> Edition:
    """Build an edition from what the other stages found, holding back what must not be published.

    ``newest`` is the published day of the newest report in the ledger. Both series must have been adjudicated with no
    report later than ``settings.cutoff(newest)``: a smoothed series lets later ones show through, so this is checked.
    ``persons`` are withheld where the settings name none; ``amended`` are claims as an editor amended them, by the
    ledger's id. ``synthetic`` defaults to whether any report is invented.
    """
    cutoff = settings.cutoff(newest)
    _refuse_later(cutoff, settings, now, then)
    bears = _early(bearings, attested, units, cutoff)
    kept = _used(attested, bears)
    cited = _cited(kept, amended or {}, settings, (*actors, *units, *parents), persons)
    edition = Edition(
        title=plain(title), country=country, level=level, units=tuple(map(plain_unit, units)),
        parents=tuple(map(plain_unit, sorted(parents, key=_nearest))), actors=tuple(replace(a, name=plain(a.name)) for a in actors),
        now=_shown(now, cutoff), then=_shown(then, cutoff), cited=cited,
        bearings=tuple(_nameless(bears, cited, {a.id for a in actors})), base=tuple(replace(f, name=plain(f.name)) for f in base), settings=settings,
        content=content, version=version, credits=tuple(map(plain, credits)), licence=plain(licence),
        boundary_note=plain(boundary_note), marks=tuple((day, plain(text)) for day, text in marks), recorded=recorded, inputs=inputs, initial=dict(initial or {}),
        synthetic=any(i.document.synthetic for i in kept) if synthetic is None else synthetic,
    )  # fmt: skip
    return _coarsened(edition, settings.coarsen) if settings.coarsen else edition


def _nearest(parent: Unit) -> tuple[int, str]:
    """Sort key: finest level first, then the id."""
    return FINEST.index(parent.level), parent.id


def _early(
    bearings: Sequence[Bearing], attested: Sequence[Attested], units: Sequence[Unit], cutoff: date
) -> list[Bearing]:
    """Bearings on the units, of claims published by the cutoff."""
    names = {unit.id for unit in units}
    claims = {item.claim.id for item in attested if _published(item) <= cutoff}
    return [b for b in bearings if b.testimony.claim in claims and b.testimony.unit in names]


def _used(attested: Sequence[Attested], bearings: Sequence[Bearing]) -> list[Attested]:
    """The claims that bear on some unit, by published day, then id."""
    used = {bearing.testimony.claim for bearing in bearings}
    kept = (item for item in attested if item.claim.id in used)
    return sorted(kept, key=lambda item: (_published(item), item.claim.id))


def _refuse_later(cutoff: date, settings: Settings, *series: Series) -> None:
    """Raise where a series was made with reports that must not be published yet."""
    for one in series:
        if one.posteriors.known > cutoff:
            raise ExportError(
                f"delay_days = {settings.delay_days} allows reports up to {cutoff}, but the map was made "
                f"with reports up to {one.posteriors.known}; adjudicate with known = {cutoff}"
            )


def _cited(
    attested: Sequence[Attested],
    amended: Mapping[str, Claim],
    settings: Settings,
    public: Sequence[Actor | Unit],
    persons: Iterable[str],
) -> tuple[Cited, ...]:
    """Turn attested claims into what may be published of them, as an editor amended them where one did."""
    said = [replace(item, claim=amended.get(item.claim.id, item.claim)) for item in attested]
    shown = speakers.shown(said, settings, [one.name for one in public], persons)
    return tuple(
        Cited(
            id=item.claim.id,
            claim=plain_claim(public_item.claim),
            document=plain_document(public_item.document),
            story=item.story,
            verdict=item.judgement.verdict if item.judgement else None,
            reason=plain(public_item.judgement.reason) if public_item.judgement else "",
        )
        for item, public_item in zip(attested, shown, strict=True)
    )


def _nameless(bearings: Sequence[Bearing], cited: Sequence[Cited], actors: set[str]) -> Iterator[Bearing]:
    """The bearings; an actor that the map does not have and whose name is withheld has no id either: it spells the name."""
    hidden = {item.id for item in cited if speakers.WITHHELD in (item.claim.actor or "")}
    for bearing in bearings:
        said = bearing.testimony
        withheld = said.claim in hidden and said.actor not in actors
        yield replace(bearing, testimony=replace(said, actor="")) if withheld else bearing


def _published(item: Attested) -> date:
    return item.document.published or date.max


def _shown(series: Series, cutoff: date) -> Series:
    """Drop the days after the cutoff, and what was learnt of sources and units."""
    days = (cutoff - series.posteriors.first).days + 1
    if days < 1:
        raise ExportError(f"delay_days leaves no day to publish: the map would end on {cutoff}")
    parameters = series.posteriors.parameters
    told = {name: ("yes" if name in _LEARNT and value else value) for name, value in parameters.items()}
    series = replace(series, posteriors=replace(series.posteriors, parameters=told))
    return series if days >= series.state.shape[1] else series.until(days)


def _coarsened(edition: Edition, finest: Level) -> Edition:
    """Roll a finer edition up to the level; drop words, titles and links, which may name a smaller place.

    Of speakers and actors only the names of the places that the edition itself knows are taken out.
    """
    finer = FINEST.index(finest) > FINEST.index(edition.level)
    wide = rolled(edition, edition.settings.rollup, finest) if finer else edition
    smaller = _smaller(edition, wide)

    def without(text: str | None) -> str | None:
        return smaller.sub(PLACE, text) if text else text

    cited = tuple(
        replace(
            item,
            claim=replace(
                item.claim, quote="", sentence="", place=Place(), actor=without(item.claim.actor), against=without(item.claim.against),
                speaker=tuple(smaller.sub(PLACE, speaker) for speaker in item.claim.speaker),
            ),
            document=replace(item.document, title=None, url=None),
            reason="",
        )
        for item in edition.cited
    )  # fmt: skip
    return replace(wide, cited=cited, base=tuple(f for f in edition.base if f.kind != "town"))


def _smaller(edition: Edition, wide: Edition) -> re.Pattern[str]:
    """Names of the edition's units and towns that are no name of what the wide one shows."""
    kept = {name for unit in (*wide.units, *wide.parents) for name in (unit.name, *unit.names)}
    names = {name for unit in (*edition.units, *edition.parents) for name in (unit.name, *unit.names)}
    names |= {feature.name for feature in edition.base if feature.kind == "town"}
    found = sorted(filter(None, names - kept), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, found)) or '(?!)'})(?!\w)")
