"""The rows of the gold that are strictly right, and why any no longer are: ``python -m tests.baseline [REASON]``.

The command adds to tests/baseline/ what has become right, and lists what was lost. With a reason it also notes it for
each row that was lost; notes of rows that are right again go. Rows leave the baseline with their gold only.
"""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.compare import quotation
from analysis.quality import CORPORA, Measured, measure

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(__file__).with_suffix("")
NOTES = FOLDER / "lost.txt"  # a row, a tab, and the reason a line
REFRESH = "Mend it, or note why: python -m tests.baseline 'REASON'."


def right(measured: dict[str, Measured]) -> dict[str, list[str]]:
    """By corpus a line for each row of the gold that is strictly right, sorted."""
    return {
        corpus: sorted(verdict.key for verdict in one.scores.verdicts if verdict.strict)
        for corpus, one in measured.items()
    }


def baseline() -> dict[str, list[str]]:
    """The same, as committed."""
    return {corpus: _lines(FOLDER / f"{corpus}.txt") for corpus in CORPORA}


def notes() -> dict[str, str]:
    """Row to the reason why it is no longer right."""
    return dict(line.split("\t", 1) for line in _lines(NOTES))


def lost(measured: dict[str, Measured]) -> dict[str, str]:
    """Rows of the baseline that are no longer right, each with its sentence; empty where it is no longer coded."""
    found = {}
    for corpus, one in measured.items():
        now, coded = set(right(measured)[corpus]), {v.key: v for v in one.scores.verdicts if v.gold}
        for row in baseline()[corpus]:
            if row not in now:
                verdict = coded.get(row)
                said = quotation(one.documents[verdict.doc_id], *verdict.span) if verdict else ()
                wrong = "; ".join(verdict.differences()) if verdict else ""
                found[row] = f"{wrong}\n    “{' '.join(''.join(said).split())}”" if verdict else ""
    return found


def refresh(reason: str = "") -> int:
    """Write baseline and notes anew; 1 where rows were lost that no note explains."""
    measured, explained = measure(ROOT), notes()
    gone = lost(measured)
    for corpus, rows in right(measured).items():
        kept = [row for row in baseline()[corpus] if row not in gone or gone[row]]
        _write(FOLDER / f"{corpus}.txt", {*rows, *kept})
    explained = {row: explained.get(row) or reason for row, said in gone.items() if said}
    _write(NOTES, {f"{row}\t{why}" for row, why in explained.items() if why})
    unexplained = [row for row, why in explained.items() if not why]
    print(*(f"lost: {gone[row]}" for row in unexplained), *([REFRESH] if unexplained else ["All explained."]), sep="\n")
    return int(bool(unexplained))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _write(path: Path, lines: set[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(refresh(" ".join(sys.argv[1:])))
