"""`province-map`: where the bodies and the money are, on a grid of equal tiles."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.draw.compose import compose
from analysis.draw.lettering import width
from analysis.draw.palette import Theme
from analysis.draw.sheet import Sheet
from analysis.draw.source import count, link, of_bodies, source
from analysis.fields import KINDS_OF_FUNDING
from analysis.tables import Tables

COUNTRY, NOWHERE = "CN", ""
_APART = [(COUNTRY, "whole country", 0, 6), (NOWHERE, "no province", 0, 7)]  # in a corner where no province lies
_LARGEST = ("industry_target", "fund")  # kinds whose largest amount the table names
_DEEP = 5  # lines of marks in a tile, at most


def province_map(tables: Tables, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """One tile for each province-level unit, with a mark for each body and each amount of money.

    Tiles lie about where the provinces lie and are equally large: what is counted does not depend on area, and no
    border is drawn. What is meant for the whole country, or for no province, stands apart. Amounts are counted,
    once for each document, and never added up.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per tile: ``province`` (``CN`` for the whole country, empty for none), ``name``, ``column`` and
        ``row`` of the tile, ``bodies``, ``amounts``, ``funds_unstated`` (funds without an amount), rows of money by
        kind, and ``largest_industry_target`` and ``largest_fund`` as printed, each with its ``…_at``
        (``doc_id:start``).
    """
    found = _found(tables)
    drawn = _table(found, tables.funding)
    with compose(
        {},
        title=_title(drawn),
        count=_count(drawn),
        notes=[*_notes(drawn, tables.funding), *source(tables, found.doc_id)],
        keys=lambda on: _keys(found, on),
        drawing=(lambda sheet: _Grid(sheet, drawn, found).add()) if len(found) else None,
        size=size,
        theme=theme,
    ) as sheet:
        pass
    return sheet.figure, drawn


def tiles() -> pd.DataFrame:
    """The tiles: ``province``, ``name``, ``column`` and ``row``, the two that stand apart last."""
    with (files("analysis") / "draw" / "tiles.csv").open(encoding="utf-8") as file:
        provinces = pd.read_csv(file)
    return pd.concat([provinces, pd.DataFrame(_APART, columns=provinces.columns)], ignore_index=True)


def _found(tables: Tables) -> pd.DataFrame:
    """One row per body, and one per row of money: ``table``, ``look``, ``tile``, ``doc_id``, ``start``."""
    bodies = tables.alliances.assign(unplaced=tables.alliances.province.isna())
    bodies = bodies.sort_values(["unplaced", "doc_id", "start"]).drop_duplicates("alliance_id")
    money = tables.funding.assign(look=tables.funding.amount.isna().map({True: "unstated", False: "amount"}))
    found = pd.concat([bodies.assign(table="alliances", look="body"), money.assign(table="funding")])
    nationwide = (found.place == "China").fillna(False).map({True: COUNTRY, False: NOWHERE})
    found["tile"] = found.province.where(found.province.isin(tiles().province)).fillna(nationwide)
    kept = ["table", "look", "tile", "doc_id", "start"]
    return found.sort_values(["table", "look", "doc_id", "start"], ignore_index=True)[kept]


def _table(found: pd.DataFrame, funding: pd.DataFrame) -> pd.DataFrame:
    drawn = tiles().set_index("province")
    for look, column in (("body", "bodies"), ("amount", "amounts"), ("unstated", "funds_unstated")):
        drawn[column] = found[found.look == look].tile.value_counts().reindex(drawn.index, fill_value=0)
    money = funding.merge(found[found.table == "funding"], on=["doc_id", "start"])
    for kind in KINDS_OF_FUNDING:
        drawn[kind] = money[money.kind == kind].tile.value_counts().reindex(drawn.index, fill_value=0)
    ranked = money.dropna(subset="amount_cny").sort_values("amount_cny", ascending=False, kind="stable")
    for kind in _LARGEST:
        largest = ranked[ranked.kind == kind].drop_duplicates("tile").set_index("tile")
        drawn[f"largest_{kind}"] = largest.mention.reindex(drawn.index)
        drawn[f"largest_{kind}_at"] = (largest.doc_id + ":" + largest.start.astype("string")).reindex(drawn.index)
    return drawn.reset_index()


def _money(drawn: pd.DataFrame) -> pd.Series:
    return drawn.amounts + drawn.funds_unstated


def _title(drawn: pd.DataFrame) -> str:
    provinces = drawn[~drawn.province.isin([COUNTRY, NOWHERE])]
    most = {"bodies": provinces.bodies, "amounts of money": _money(provinces)}
    said = [f"{what} in {_leaders(provinces.name, number)}" for what, number in most.items() if number.any()]
    return f"Most {', most '.join(said)}" if said else "No province is named"


def _leaders(names: pd.Series, number: pd.Series) -> str:
    """The provinces with the largest number."""
    first = names[number == number.max()]
    said = " and ".join(first) if len(first) <= 2 else count(len(first), "province")
    return f"{said} ({number.max()}{' each' if len(first) > 1 else ''})"


def _count(drawn: pd.DataFrame) -> str:
    apart = drawn[drawn.province.isin([COUNTRY, NOWHERE])]
    unstated, outside = int(drawn.funds_unstated.sum()), int(_money(apart).sum())
    return (
        f"N = {of_bodies(int(drawn.bodies.sum()))}, {count(int(drawn.amounts.sum()), 'amount')} and "
        f"{count(unstated, 'fund')} without one; in no single province: {of_bodies(int(apart.bodies.sum()))} and "
        f"{count(outside, 'amount')}"
    )


def _notes(drawn: pd.DataFrame, funding: pd.DataFrame) -> list[str]:
    notes = [
        "Amounts are counted, not added: they are of different kinds.",
        "Numbers count all rows; there are as many marks as a tile has room for. Letters are those of ISO 3166-2.",
    ]
    documents = funding.dropna(subset="amount_cny").groupby(["kind", "province", "year", "amount_cny"]).doc_id.nunique()
    if twice := int((documents > 1).sum()):
        notes.append(f"Stated by several documents, and counted once for each: {count(twice, 'amount')}.")
    return notes if len(drawn[drawn.bodies + _money(drawn) > 0]) else []


def _keys(found: pd.DataFrame, on: Theme) -> dict[str, dict]:
    names, used = {"body": "a body", "amount": "an amount of money", "unstated": "a fund without one"}, set(found.look)
    return {name: _look(look, on) for look, name in names.items() if look in used}


def _look(look: str, on: Theme) -> dict[str, object]:
    marker = {"body": "s", "amount": "o", "unstated": "X"}[look]
    return {"marker": marker, "mfc": on.ink if look == "body" else on.paper, "mec": on.ink, "mew": 0.6}


class _Grid:
    """The stripe of tiles. Each has its name, then for bodies and for money their number and a mark for each."""

    def __init__(self, sheet: Sheet, drawn: pd.DataFrame, found: pd.DataFrame) -> None:
        self.sheet, self.drawn, self.found = sheet, drawn, found
        text, across = sheet.text, int(drawn.column.max()) + 1
        self.gap, self.pad, self.pitch = text * 0.4, text * 0.35, text * 0.64
        self.wide = (sheet.room - (across - 1) * self.gap) / across
        provinces = drawn[~drawn.province.isin([COUNTRY, NOWHERE])]
        inner = self.wide - 2 * self.pad
        self.spelt = max(width(name, text) for name in provinces.name) <= inner
        numbers = [*drawn.bodies, *_money(drawn)]
        self.aside = max(width(str(number), text) for number in numbers) + text * 0.3
        self.blocks = [self._lines(drawn.bodies), self._lines(_money(drawn))]
        self.high = sheet.line + 2 * self.pad + sum(self._depth(lines) for lines in self.blocks)

    def add(self) -> None:
        deep = (int(self.drawn.row.max()) + 1) * (self.high + self.gap)
        self.sheet.add(deep + self.sheet.text, self._draw)

    def _width(self, tile) -> float:
        return self.wide * 2 + self.gap if tile.province in (COUNTRY, NOWHERE) else self.wide

    def _in_line(self, tile) -> int:
        return max(1, int((self._width(tile) - 2 * self.pad - self.aside) / self.pitch))

    def _lines(self, numbers: pd.Series) -> int:
        needed = [
            -(-number // self._in_line(tile)) for number, tile in zip(numbers, self.drawn.itertuples(), strict=True)
        ]
        return min(max(1, *needed), _DEEP)

    def _depth(self, lines: int) -> float:
        return max(self.sheet.line, lines * self.pitch + self.sheet.text * 0.4)

    def _draw(self, top: float) -> None:
        page, on = self.sheet.page, self.sheet.theme
        for tile in self.drawn.itertuples():
            x = self.sheet.text + tile.column * (self.wide + self.gap)
            y = top - self.sheet.text * 0.6 - tile.row * (self.high + self.gap)
            inside = self.found[self.found.tile == tile.province]
            edge = {"edgecolor": on.ink if len(inside) else on.grid, "facecolor": "none", "linewidth": 0.6}
            page.add_patch(
                Rectangle((x, y - self.high), self._width(tile), self.high, gid=f"tile-{tile.province}", **edge)
            )
            name = tile.name if self.spelt or tile.province in (COUNTRY, NOWHERE) else tile.province.removeprefix("CN-")
            middle = y - self.pad - self.sheet.line / 2
            url = _evidence(next(inside.itertuples())) if len(inside) else None
            colour = on.ink if len(inside) else on.faint
            page.text(x + self.pad, middle, name, va="center_baseline", color=colour, url=url)
            y -= self.pad + self.sheet.line
            for table, lines in zip(("alliances", "funding"), self.blocks, strict=True):
                self._block(
                    x + self.pad, y, inside[inside.table == table], lines * self._in_line(tile), self._in_line(tile)
                )
                y -= self._depth(lines)

    def _block(self, x: float, y: float, rows: pd.DataFrame, most: int, in_line: int) -> None:
        if rows.empty:
            return
        page, text = self.sheet.page, self.sheet.text
        page.text(x, y - self.sheet.line / 2, str(len(rows)), va="center_baseline")
        for number, row in enumerate(rows[:most].itertuples()):
            place = x + self.aside + (number % in_line + 0.5) * self.pitch
            middle = y - self.sheet.line / 2 - number // in_line * self.pitch
            look = _look(row.look, self.sheet.theme) | {"ms": text * 0.48, "ls": "none", "url": _evidence(row)}
            page.plot([place], [middle], gid=f"{row.table}-{row.doc_id}-{row.start}", **look)


def _evidence(row) -> str:
    return link(row.table, row.doc_id, row.start)
