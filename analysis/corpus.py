"""From files to documents. Text is decoded and never changed, so offsets hold against the file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

from analysis.document import Document
from analysis.errors import AnalysisError

TEXT, PAGE = (".txt", ".md"), (".html", ".htm")
META_COLUMNS = ("title", "publisher", "published", "url", "licence_note")
_ENCODINGS = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class Issue:
    """A document that could not be read: ``where`` it is, ``what`` is wrong, the ``remedy``."""

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.remedy}".rstrip()


def read(path: str | Path) -> list[Document]:
    """Documents of a corpus with their corrections; the friendly form of `read_corpus`.

    Raises
    ------
    AnalysisError
        Where a document, or the corpus itself, cannot be read.
    """
    documents, issues = read_corpus(path)
    if issues:
        raise AnalysisError("; ".join(str(issue) for issue in issues))
    return documents


def read_corpus(path: str | Path) -> tuple[list[Document], list[Issue]]:
    """Documents of a corpus, sorted by ``doc_id``, and what could not be read.

    Parameters
    ----------
    path : str or Path
        A folder of .txt, .md and .html files (with ``metadata.csv`` where there is one), one such file, or a .jsonl
        or .parquet file with ``doc_id`` and ``text`` (and any columns of the metadata).

    Raises
    ------
    AnalysisError
        Where there is no such corpus, nothing in it can be a document, or its ``corrections.csv`` has a fault.
    """
    path = Path(path)
    if not path.exists():
        raise AnalysisError(
            "there is no such corpus.",
            str(path),
            "Give a folder of .txt, .md or .html files, or a .jsonl or .parquet file.",
        )
    if path.is_dir():
        documents, issues = _read_folder(path)
    elif path.suffix == ".jsonl":
        documents, issues = _read_jsonl(path)
    elif path.suffix == ".parquet":
        documents, issues = _read_parquet(path)
    elif path.suffix.lower() in TEXT + PAGE:
        documents, issues = _read_files([path], _metadata(path.parent)[0])
    else:
        raise AnalysisError(
            f"{path.suffix or 'a file without extension'} is no corpus.", str(path), "Use a folder, .jsonl or .parquet."
        )
    documents, doubles = _without_doubles(documents)
    corrections = (path if path.is_dir() else path.parent) / "corrections.csv"
    if corrections.exists():
        from analysis.corrections import attach  # not needed, nor pandas, where nothing is corrected

        documents = attach(documents, corrections, _besides(path, issues))
    if not documents and not issues:
        raise AnalysisError("no document found.", str(path), "Put .txt, .md or .html files into it.")
    return sorted(documents, key=lambda document: document.doc_id), issues + doubles


def _besides(path: Path, issues: list[Issue]) -> set[str] | None:
    """Documents beside those read that corrections may speak of; None where that cannot be known."""
    if path.is_dir():
        return {file.stem for file in path.iterdir()}
    return None if issues or path.suffix.lower() in TEXT + PAGE else set()


def _read_folder(folder: Path) -> tuple[list[Document], list[Issue]]:
    metadata, issues = _metadata(folder)
    files = sorted(
        p for p in folder.iterdir() if p.suffix.lower() in TEXT + PAGE and p.is_file() and not p.name.startswith(".")
    )
    documents, unread = _read_files(files, metadata)
    unknown = sorted(set(metadata) - {p.stem for p in files})
    issues += [
        Issue(str(folder / "metadata.csv"), f"no document {doc_id!r}.", "Remove the line or add the file.")
        for doc_id in unknown
    ]
    return documents, issues + unread


def _read_files(files: list[Path], metadata: dict[str, dict[str, str]]) -> tuple[list[Document], list[Issue]]:
    documents, issues = [], []
    for file in files:
        try:
            text, found = _decode(file.read_bytes()), {}
            if file.suffix.lower() in PAGE:
                text, found = _main_text(text)
        except OSError as error:
            issues.append(Issue(str(file), f"cannot be read: {error.strerror}."))
        except UnicodeDecodeError:
            issues.append(Issue(str(file), "is neither UTF-8 nor GB 18030.", "Save it as UTF-8."))
        else:
            if text.strip("\ufeff \t\r\n"):
                documents.append(Document(file.stem, text, {**found, **metadata.get(file.stem, {})}))
            else:
                issues.append(Issue(str(file), "has no text.", "Remove it, or save the page's text as .txt."))
    return documents, issues


def _decode(raw: bytes) -> str:
    """The text, newlines and byte-order mark kept as code points."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16")
    for encoding in _ENCODINGS[:-1]:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode(_ENCODINGS[-1])


def _main_text(page: str) -> tuple[str, dict[str, str]]:
    """The article of an HTML page and what the page says of itself; offsets count in that text, not in the markup."""
    import trafilatura  # slow to import, and only pages need it

    result = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    if result is None:
        return "", {}
    found = {
        "title": result.title,
        "publisher": result.sitename,
        "published": result.date,
        "url": result.url,
        "licence_note": result.license,
    }
    return result.text or "", {column: value for column, value in found.items() if value}


def _metadata(folder: Path) -> tuple[dict[str, dict[str, str]], list[Issue]]:
    file = folder / "metadata.csv"
    if not file.exists():
        return {}, []
    try:
        rows = list(csv.DictReader(io.StringIO(_decode(file.read_bytes()).removeprefix("\ufeff"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        return {}, [Issue(str(file), f"cannot be read: {error}.", "Save it as CSV in UTF-8.")]
    if rows and "doc_id" not in rows[0]:
        return {}, [Issue(str(file), "has no column doc_id.", f"Its columns are doc_id, {', '.join(META_COLUMNS)}.")]
    return {row["doc_id"]: _known(row) for row in rows if row.get("doc_id")}, []


def _known(row: dict) -> dict[str, str]:
    return {column: str(row[column]) for column in META_COLUMNS if row.get(column)}


def _read_jsonl(path: Path) -> tuple[list[Document], list[Issue]]:
    documents, issues = [], []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path}, line {number}"
            try:
                row = json.loads(line)
            except (json.JSONDecodeError, UnicodeDecodeError) as error:
                issues.append(Issue(where, f"is no JSON: {error}."))
                continue
            _take(row, where, documents, issues)
    return documents, issues


def _read_parquet(path: Path) -> tuple[list[Document], list[Issue]]:
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise AnalysisError(f"is no Parquet file: {error}", str(path)) from error
    documents, issues = [], []
    for number, row in enumerate(table.to_pylist(), 1):
        _take(row, f"{path}, row {number}", documents, issues)
    return documents, issues


def _take(row: object, where: str, documents: list[Document], issues: list[Issue]) -> None:
    if (
        not isinstance(row, dict)
        or not row.get("doc_id")
        or not isinstance(row.get("text"), str)
        or not row["text"].strip()
    ):
        issues.append(Issue(where, "has no doc_id or no text.", "Each row needs both."))
    elif not _is_writable(row["text"]):
        issues.append(Issue(where, "has half a character (a lone surrogate).", "Write the text anew as UTF-8."))
    else:
        documents.append(Document(str(row["doc_id"]), row["text"], _known(row)))


def _is_writable(text: str) -> bool:
    """Whether the text can be written as UTF-8; JSON can smuggle in halves of characters."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _without_doubles(documents: list[Document]) -> tuple[list[Document], list[Issue]]:
    seen: dict[str, Document] = {}
    issues = []
    for document in documents:
        if document.doc_id in seen:
            issues.append(
                Issue(document.doc_id, "two documents have this doc_id; the second is left out.", "Rename one.")
            )
        else:
            seen[document.doc_id] = document
    return list(seen.values()), issues
