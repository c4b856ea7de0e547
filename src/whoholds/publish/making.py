"""Where editions are made, and where *do no harm* is enforced.

What a delay holds back, what is coarsened and the names of private speakers never reach an exporter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from whoholds.errors import ExportError
from whoholds.model import Attested, Level, Place, Unit
from whoholds.publish import speakers
from whoholds.publish.edition import Actor, BaseFeature, Bearing, Cited, Edition, Series, Settings
from whoholds.publish.plain import plain, plain_claim, plain_document, plain_unit
from whoholds.publish.rollup import rolled

FINEST: tuple[Level, ...] = ("place", "3", "2", "1", "country")
"""Levels from the finest on."""


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
) -> Edition:
    """Build an edition from what the other stages found, holding back what must not be published.

    ``newest`` is the published day of the newest report in the ledger. Both series must have been adjudicated with no
    report later than ``settings.cutoff(newest)``: a smoothed series lets later ones show through, so this is checked.
    ``persons`` are withheld where the settings name none. ``synthetic`` defaults to whether any report is invented.
    """
    cutoff = settings.cutoff(newest)
    _refuse_later(cutoff, settings, now, then)
    bears = _early(bearings, attested, units, cutoff)
    used = {b.testimony.claim for b in bears}
    kept = sorted((i for i in attested if i.claim.id in used), key=lambda i: (_published(i), i.claim.id))
    edition = Edition(
        title=plain(title), country=country, level=level, units=tuple(map(plain_unit, units)),
        parents=tuple(map(plain_unit, sorted(parents, key=_nearest))), actors=tuple(replace(a, name=plain(a.name)) for a in actors),
        now=_until(now, cutoff), then=_until(then, cutoff),
        cited=_cited(kept, settings, [*(a.name for a in actors), *(u.name for u in (*units, *parents))], persons),
        bearings=tuple(bears), base=tuple(replace(f, name=plain(f.name)) for f in base), settings=settings,
        content=content, version=version, credits=tuple(map(plain, credits)), licence=plain(licence),
        boundary_note=plain(boundary_note), marks=tuple((day, plain(text)) for day, text in marks), recorded=recorded, inputs=inputs, initial=dict(initial or {}),
        synthetic=any(i.document.synthetic for i in kept) if synthetic is None else synthetic,
    )  # fmt: skip
    coarser = settings.coarsen and FINEST.index(settings.coarsen) > FINEST.index(level)
    return _coarsened(edition) if coarser else edition


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


def _refuse_later(cutoff: date, settings: Settings, *series: Series) -> None:
    """Raise where a series was made with reports that must not be published yet."""
    for one in series:
        if one.posteriors.known > cutoff:
            raise ExportError(
                f"delay_days = {settings.delay_days} allows reports up to {cutoff}, but the map was made "
                f"with reports up to {one.posteriors.known}; adjudicate with known = {cutoff}"
            )


def _cited(
    attested: Sequence[Attested], settings: Settings, public: Sequence[str], persons: Iterable[str]
) -> tuple[Cited, ...]:
    """Turn attested claims into what may be published of them."""
    shown = speakers.shown(attested, settings, public, persons)
    return tuple(
        Cited(
            id=item.claim.id,
            claim=plain_claim(public_item.claim),
            document=plain_document(public_item.document),
            story=item.story,
            verdict=item.judgement.verdict if item.judgement else None,
            reason=plain(item.judgement.reason) if item.judgement else "",
        )
        for item, public_item in zip(attested, shown, strict=True)
    )


def _published(item: Attested) -> date:
    return item.document.published or date.max


def _until(series: Series, cutoff: date) -> Series:
    """Drop the days after the cutoff."""
    days = (cutoff - series.posteriors.first).days + 1
    if days < 1:
        raise ExportError(f"delay_days leaves no day to publish: the map would end on {cutoff}")
    return series if days >= series.state.shape[1] else series.until(days)


def _coarsened(edition: Edition) -> Edition:
    """Roll the edition up to the coarser level; drop words, titles and links that name a smaller place."""
    wide = rolled(edition, edition.settings.rollup, edition.settings.coarsen)
    cited = tuple(
        replace(
            item,
            claim=replace(item.claim, quote="", sentence="", place=Place()),
            document=replace(item.document, title=None, url=None),
            reason="",
        )
        for item in edition.cited
    )
    return replace(wide, cited=cited, base=tuple(f for f in edition.base if f.kind != "town"))
