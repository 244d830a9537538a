"""The tables of a folder as typed pandas frames, checked against the field dictionary.

Everything after the extraction (figures, notebooks, the report) starts here. A folder that does not
hold what `analysis.fields` describes is refused with one message that names every fault found.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import AnalysisError, nearest
from analysis.fields import KINDS_OF_FUNDING, PARTIAL_DATE, ROLES, SECTORS, TABLES, Field, columns

if TYPE_CHECKING:
    from analysis.display import Evidence, Rows
    from analysis.document import Document

DTYPES = {"string": "string", "date": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
_DATE = r"\d{4}-\d{2}-\d{2}"
_CONFIRMED = r"(?:^|\| )confirmed \("
_SHOWN = 8  # faults named in one message; the rest is counted
# What rows are chosen by: the column, and the tables whose rows it chooses.
_CHOICES = {
    "documents": ("doc_id", tuple(TABLES)),
    "provinces": ("province", ("alliances", "funding", "policies", "targets")),
    "kinds": ("kind", ("funding",)),
    "sectors": ("sector", ("memberships",)),
    "roles": ("role", ("memberships",)),
}


@dataclass(frozen=True, slots=True)
class Tables:
    """The six tables of one corpus.

    Attributes
    ----------
    documents, alliances, memberships, funding, policies, targets : pandas.DataFrame
        Columns and their order are those of `analysis.fields.TABLES`; unknown values are ``<NA>``.
    selection : tuple of str
        What `select` narrowed the tables to, in words; figures print it, so that no choice is hidden.
    corpus : tuple of Document, optional
        What `analysis.tabulate` made them from; not there where they were read from files.

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
    corpus: tuple[Document, ...] | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        from analysis.overview import summary  # only notebooks need it

        return summary(self)

    def _repr_html_(self) -> str:
        from analysis.overview import overview

        return overview(self)

    def evidence(self, rows: Rows, around: int = 0) -> Evidence:
        """`analysis.evidence` of rows of these tables, in the documents from which they were made.

        Raises
        ------
        AnalysisError
            Where the tables were read from files, which do not hold the documents.
        """
        from analysis.display import evidence

        if self.corpus is None:
            remedy = "Give them: analysis.evidence(row, analysis.read(CORPUS))."
            raise AnalysisError("tables read from files do not know their documents.", None, remedy)
        return evidence(rows, self.corpus, around)

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
            Drop rows in which something had to be guessed (those with ``flags``), but for those a reader confirmed.

        Raises
        ------
        AnalysisError
            Where a document, kind, sector or role does not exist.
        """
        chosen = {"documents": documents, "provinces": provinces, "kinds": kinds, "sectors": sectors, "roles": roles}
        known = {
            "documents": list(self.documents.doc_id),
            "kinds": KINDS_OF_FUNDING,
            "sectors": SECTORS,
            "roles": ROLES,
        }
        frames, words = {name: getattr(self, name) for name in TABLES}, list(self.selection)
        for choice, names in ((choice, list(names)) for choice, names in chosen.items() if names):
            for name in names:
                if name not in known.get(choice, names):
                    raise AnalysisError(f"there is no {choice[:-1]} {name!r}.", None, nearest(name, known[choice]))
            column, narrowed = _CHOICES[choice]
            for table in narrowed:
                frames[table] = frames[table][frames[table][column].isin(names)]
            words.append(f"{choice}: {', '.join(names)}")
        if leave_out_flagged:
            for table in list(TABLES)[1:]:  # all but the documents
                rows = frames[table]
                read = rows["corrected"].str.contains(_CONFIRMED).fillna(False)
                frames[table] = rows[rows["flags"].isna() | read]  # DataFrame.flags is something else
            words.append("rows with a guess that nobody confirmed left out")
        bodies = frames["alliances"][["doc_id", "alliance_id"]].drop_duplicates()
        frames["memberships"] = frames["memberships"].merge(bodies, on=["doc_id", "alliance_id"])
        frames = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
        return replace(self, **frames, selection=tuple(words))


def load_tables(folder: str | Path) -> Tables:
    """Read and check the tables in ``folder``, each with the suffix ``.csv`` or ``.parquet``.

    Raises
    ------
    AnalysisError
        Where the folder, a table or a column is missing, or a value is not what its field says.
    """
    folder = Path(folder)
    if not folder.is_dir():
        remedy = "Make the tables with `python -m analysis report`."
        raise AnalysisError("there is no such folder.", str(folder), remedy)
    tables = Tables(**{name: typed(name, _read(folder, name), where=str(folder / name)) for name in TABLES})
    _check_keys(tables, folder)
    return tables


def typed(table: str, frame: pd.DataFrame, where: str | None = None) -> pd.DataFrame:
    """``frame`` with the columns, order and types that the field dictionary gives ``table``.

    Values may be text (from CSV) or typed already (from Parquet). Strings and dates become ``string``, numbers
    ``Int64`` or ``Float64``, truth values ``boolean``; empty becomes ``<NA>``. ``where`` is named in the error.

    Raises
    ------
    AnalysisError
        Naming every column that is missing or unknown, or else the first faulty values.
    """
    where, wanted = where or table, columns(table)
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        remedy = "Make the tables again with this version."
        raise AnalysisError(f"the columns {', '.join(missing)} are missing.", where, remedy)
    for name in frame.columns:
        if name not in wanted:
            raise AnalysisError(f"unknown column {name!r}.", where, nearest(name, wanted))
    faults: list[str] = []
    made = pd.DataFrame({item.name: _column(item, frame[item.name], faults) for item in TABLES[table]})
    _refuse(faults, where)
    return made.reset_index(drop=True)


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
    remedy = "Run `python -m analysis report`."
    raise AnalysisError(f"neither {name}.csv nor {name}.parquet is there.", str(folder), remedy)


def _column(item: Field, raw: pd.Series, faults: list[str]) -> pd.Series:
    """One column in its type; what does not fit goes to ``faults``."""
    text = raw.astype("string").replace("", pd.NA)
    values = text
    if item.type in ("integer", "number"):
        values = pd.to_numeric(text, errors="coerce").astype("Float64")
        if item.type == "integer":
            values = values.mask((values % 1 != 0).fillna(False))
    elif item.type == "boolean":
        values = text.str.lower().map({"true": True, "false": False})
    elif pattern := item.pattern or (_DATE if item.type == "date" else ""):
        values = text.where(text.str.fullmatch(pattern).fillna(False))
        if pattern in (_DATE, PARTIAL_DATE):
            values = values.where(pd.array([_is_date(str(value)) for value in values], dtype="bool"))
    elif item.enum:
        values = text.where(text.isin(item.enum))
    wanted = " or ".join(item.enum) or item.pattern or item.type
    for verdict, bad in (
        ("is empty, and must not be", text.isna() & item.required),
        (f"is not {wanted}", values.isna() & text.notna()),
    ):
        rows = bad.to_numpy().nonzero()[0]
        faults += [f"row {row + 1}, {item.name} {raw.iloc[row]!r} {verdict}" for row in rows]
    return values.astype(DTYPES[item.type])


def _is_date(text: str) -> bool:
    """Whether a day, month or year in ISO form is one of the calendar."""
    try:
        return bool(datetime.date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


def _check_keys(tables: Tables, folder: Path) -> None:
    """Every row's document is there, and every membership's body in the same document."""
    known = set(tables.documents.doc_id)
    faults = [
        f"{name}: document {doc!r} is not in documents"
        for name in TABLES
        for doc in sorted(set(getattr(tables, name).doc_id) - known)
    ]
    bodies, members = (
        set(zip(frame.doc_id, frame.alliance_id, strict=True)) for frame in (tables.alliances, tables.memberships)
    )
    faults += [
        f"memberships: {body!r} of document {doc!r} is not in alliances" for doc, body in sorted(members - bodies)
    ]
    _refuse(faults, str(folder))


def _refuse(faults: list[str], where: str) -> None:
    if faults:
        rest = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        remedy = "See docs/codebook.md, or make the tables again."
        raise AnalysisError(f"{'; '.join(faults[:_SHOWN])}{rest}.", where, remedy)
