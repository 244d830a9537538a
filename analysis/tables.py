"""The tables of a folder as typed pandas frames, checked against the field dictionary.

Everything after the extraction (figures, notebooks, the report) starts here. A folder that does not
hold what `analysis.fields` describes is refused with one message that names every fault found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError, nearest
from analysis.fields import KINDS_OF_FUNDING, ROLES, SECTORS, TABLES, Field, columns

DTYPES = {"string": "string", "date": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
_DATE = r"\d{4}-\d{2}-\d{2}"
_SHOWN = 8  # faults named in one message; the rest is counted


@dataclass(frozen=True, slots=True)
class Tables:
    """The six tables of one corpus.

    Attributes
    ----------
    documents, alliances, memberships, funding, policies, targets : pandas.DataFrame
        Columns and their order are those of `analysis.fields.TABLES`; unknown values are ``<NA>``.
    selection : tuple of str
        What `select` narrowed the tables to, in words; figures print it, so that no choice is hidden.

    Examples
    --------
    >>> tables = Tables.empty()
    >>> tables.select(kinds=["fund"]).selection
    ('kinds: fund',)
    """

    documents: pd.DataFrame
    alliances: pd.DataFrame
    memberships: pd.DataFrame
    funding: pd.DataFrame
    policies: pd.DataFrame
    targets: pd.DataFrame
    selection: tuple[str, ...] = field(default=())

    @classmethod
    def empty(cls) -> Tables:
        """Tables without a row."""
        return cls(**{name: typed(name, pd.DataFrame(columns=columns(name))) for name in TABLES})

    def select(
        self,
        *,
        documents: Sequence[str] = (),
        provinces: Sequence[str] = (),
        kinds: Sequence[str] = (),
        sectors: Sequence[str] = (),
        roles: Sequence[str] = (),
        leave_out_flagged: bool = False,
    ) -> Tables:
        """Only the rows asked for; an empty choice means all.

        Parameters
        ----------
        documents : sequence of str
            ``doc_id`` of the documents to keep.
        provinces : sequence of str
            ISO 3166-2 codes; memberships follow their body.
        kinds, sectors, roles : sequence of str
            Kinds of funding; sectors and roles of memberships.
        leave_out_flagged : bool
            Drop rows in which something had to be guessed (those with ``flags``).

        Raises
        ------
        AnalysisError
            Where a document, kind, sector or role does not exist.
        """
        _known("document", documents, self.documents.doc_id.tolist())
        for what, chosen, choices in (
            ("kind", kinds, KINDS_OF_FUNDING),
            ("sector", sectors, SECTORS),
            ("role", roles, ROLES),
        ):
            _known(what, chosen, choices)
        frames, words = {name: getattr(self, name) for name in TABLES}, list(self.selection)
        for name, frame in frames.items():
            keep = pd.Series(True, index=frame.index)
            for column, chosen in (("doc_id", documents), ("province", provinces)):
                if chosen and column in frame:
                    keep &= frame[column].isin(list(chosen)).fillna(False)
            if leave_out_flagged and "flags" in frame:
                keep &= frame["flags"].isna()  # DataFrame.flags is something else
            frames[name] = frame[keep]
        if kinds:
            frames["funding"] = frames["funding"][frames["funding"].kind.isin(list(kinds))]
        for column, chosen in (("sector", sectors), ("role", roles)):
            if chosen:
                frames["memberships"] = frames["memberships"][frames["memberships"][column].isin(list(chosen))]
        pairs = frames["alliances"][["doc_id", "alliance_id"]].drop_duplicates()
        frames["memberships"] = frames["memberships"].merge(pairs, on=["doc_id", "alliance_id"])
        choices = {"documents": documents, "provinces": provinces, "kinds": kinds, "sectors": sectors, "roles": roles}
        words += [f"{name}: {', '.join(chosen)}" for name, chosen in choices.items() if chosen]
        words += ["rows with a guess left out"] if leave_out_flagged else []
        return replace(self, **{k: v.reset_index(drop=True) for k, v in frames.items()}, selection=tuple(words))


def load_tables(folder: str | Path) -> Tables:
    """Read and check the tables in ``folder`` (CSV or Parquet).

    Parameters
    ----------
    folder : path
        Holds ``documents``, ``alliances``, ``memberships``, ``funding``, ``policies`` and ``targets``
        with the suffix ``.csv`` or ``.parquet``.

    Returns
    -------
    Tables

    Raises
    ------
    AnalysisError
        Where the folder, a table or a column is missing, or a value is not what its field says.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise AnalysisError(
            "there is no such folder.", str(folder), "Make the tables with `python -m analysis report`."
        )
    tables = Tables(**{name: typed(name, _read(folder, name), where=str(folder / name)) for name in TABLES})
    _check_keys(tables, folder)
    return tables


def typed(table: str, frame: pd.DataFrame, where: str | None = None) -> pd.DataFrame:
    """``frame`` with the columns, order and types that the field dictionary gives ``table``.

    Parameters
    ----------
    table : str
        Name of the table.
    frame : pandas.DataFrame
        Values as text (from CSV) or typed already (from Parquet or the extractor).
    where : str, optional
        Named in the error.

    Returns
    -------
    pandas.DataFrame
        Strings and dates as ``string``, numbers as ``Int64`` or ``Float64``, ``boolean``; empty is ``<NA>``.

    Raises
    ------
    AnalysisError
        Naming every column that is missing or unknown, or else the first faulty values.
    """
    where, wanted = where or table, columns(table)
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise AnalysisError(
            f"the columns {', '.join(missing)} are missing.", where, "Make the tables again with this version."
        )
    unknown = [name for name in frame.columns if name not in wanted]
    if unknown:
        raise AnalysisError(f"unknown column {unknown[0]!r}.", where, nearest(unknown[0], wanted))
    faults: list[str] = []
    made = {item.name: _column(item, frame[item.name], faults) for item in TABLES[table]}
    _refuse(faults, where)
    return pd.DataFrame(made)[wanted].reset_index(drop=True)


def _read(folder: Path, name: str) -> pd.DataFrame:
    """The raw table, every value as text where it comes from CSV."""
    csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
    try:
        if csv.exists():
            return pd.read_csv(csv, dtype=str, keep_default_na=False, encoding="utf-8")
        if parquet.exists():
            return pd.read_parquet(parquet)
    except (OSError, ValueError) as error:  # pandas' parser, empty-data and Unicode errors are ValueErrors
        broken = csv if csv.exists() else parquet
        raise AnalysisError(f"cannot be read ({error}).", str(broken), "Make the tables again.") from error
    raise AnalysisError(
        f"neither {name}.csv nor {name}.parquet is there.", str(folder), "Run `python -m analysis report`."
    )


def _column(item: Field, raw: pd.Series, faults: list[str]) -> pd.Series:
    """One column in its type; what does not fit goes to ``faults``."""
    text = raw.astype("string")
    text = text.mask(text == "")
    bad = pd.Series(False, index=raw.index)
    if item.type in ("integer", "number"):
        values = pd.to_numeric(text, errors="coerce").astype("Float64")
        bad = values.isna() & text.notna()
        if item.type == "integer":
            broken = (values % 1 != 0).fillna(False)
            values, bad = values.mask(broken).astype("Int64"), bad | broken
    elif item.type == "boolean":
        values = text.str.lower().map({"true": True, "false": False}).astype("boolean")
        bad = values.isna() & text.notna()
    else:
        values, pattern = text, item.pattern or (_DATE if item.type == "date" else "")
        if pattern:
            bad = ~text.str.fullmatch(pattern).fillna(True).astype(bool)
        if item.enum:
            bad |= ~text.isin(item.enum) & text.notna()
    if item.required:
        faults += _faults(item, raw, text.isna(), "is empty, and must not be")
    faults += _faults(item, raw, bad, f"is not {' or '.join(item.enum) if item.enum else item.pattern or item.type}")
    return values.astype(DTYPES[item.type])


def _faults(item: Field, raw: pd.Series, bad: pd.Series, verdict: str) -> list[str]:
    return [f"row {row + 1}, {item.name} {raw.iloc[row]!r} {verdict}" for row in bad.to_numpy(dtype=bool).nonzero()[0]]


def _check_keys(tables: Tables, folder: Path) -> None:
    """Every row's document is there, and every membership's body in the same document."""
    known = set(tables.documents.doc_id)
    faults = [
        f"{name}: document {doc!r} is not in documents"
        for name in list(TABLES)[1:]
        for doc in sorted(set(getattr(tables, name).doc_id) - known)
    ]
    bodies = set(zip(tables.alliances.doc_id, tables.alliances.alliance_id, strict=True))
    members = set(zip(tables.memberships.doc_id, tables.memberships.alliance_id, strict=True))
    faults += [
        f"memberships: {body!r} of document {doc!r} is not in alliances" for doc, body in sorted(members - bodies)
    ]
    _refuse(faults, str(folder))


def _refuse(faults: list[str], where: str) -> None:
    if faults:
        rest = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise AnalysisError(
            f"{'; '.join(faults[:_SHOWN])}{rest}.", where, "See docs/codebook.md, or make the tables again."
        )


def _known(what: str, chosen: Iterable[str], choices: Sequence[str]) -> None:
    for name in chosen:
        if name not in choices:
            raise AnalysisError(f"there is no {what} {name!r}.", None, nearest(name, choices))
