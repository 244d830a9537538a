"""How fast documents become rows, and where the time goes: ratios of one run, to be compared with each other only.

    python bench/throughput.py [CORPUS]

The yardstick is one pass of a plain regular expression for words over the same text.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from analysis.corpus import read
from analysis.document import Document
from analysis.extract import RELATIONS, Found

SEEDS = Path(__file__).parent.parent / "seeds"
REPEATS = 5


def seconds(work: Callable[[list[Found]], object], documents: list[Document], warm: Callable[[Found], object]) -> float:
    """The best of a few runs on fresh documents, after what is to be left out was done."""
    best = float("inf")
    for _ in range(REPEATS):
        found = [Found(Document(document.doc_id, document.text, document.meta)) for document in documents]
        for each in found:
            warm(each)
        begun = time.perf_counter()
        work(found)
        best = min(best, time.perf_counter() - begun)
    return best


def shared(found: Found) -> object:
    """What every table reads: sentences, tokens, places, dates."""
    return [sentence.tokens for sentence in found.document.sentences], found.places, found.dates


def main() -> None:
    """Print a line for each stage: its time in passes of the yardstick, and its share of all."""
    documents = read(sys.argv[1] if len(sys.argv) > 1 else SEEDS)
    characters = sum(len(document.text) for document in documents)
    word = re.compile(r"\w+")
    for relate in RELATIONS:  # lexicons are compiled when first used
        relate(documents[0], Found(documents[0]))
    nothing, count = (lambda _: None), (lambda found: [sum(1 for _ in word.finditer(f.document.text)) for f in found])
    yardstick = seconds(count, documents, nothing)
    whole = seconds(lambda found: [relate(f.document, f) for f in found for relate in RELATIONS], documents, nothing)
    print(f"{characters:,} characters; one pass for words = 1")
    print(
        f"{'all tables':<12} {whole / yardstick:6.0f} passes; {characters / whole / 1e6:.2f} million characters a second here"
    )
    stages = {"shared": lambda found: [shared(f) for f in found]}
    stages |= {r.__name__: lambda found, r=r: [r(f.document, f) for f in found] for r in RELATIONS}
    for name, work in stages.items():
        part = seconds(work, documents, nothing if name == "shared" else shared)
        print(f"{name:<12} {part / yardstick:6.0f} passes; {part / whole:4.0%} of all")


if __name__ == "__main__":
    main()
