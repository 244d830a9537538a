"""Makes `kind_words.csv`: how the words around an amount vote on its kind.

    python analysis/lexicon/build_kind_words.py DOCUMENTS GOLD [DOCUMENTS GOLD ...]

Multinomial logistic regression on the amounts of hand-coded documents; needs scikit-learn. A feature must stand in at
least `DOCUMENTS` of them, so that no document's own words become an answer to itself.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator

from pathlib import Path

from analysis.corpus import read
from analysis.extract import Found
from analysis.fields import KINDS_OF_FUNDING
from analysis.find.qualifiers import qualifier
from analysis.gold import read_gold
from analysis.relate.cells import with_cells
from analysis.relate.kind_words import features

DOCUMENTS = 3
DECIMALS = 2

Example = tuple[str, str, set[tuple[str, str]]]


def examples(documents: str, gold: str) -> Iterator[Example]:
    """Document, kind and features of every hand-coded amount."""
    read_documents = {document.doc_id: document for document in read(documents)}
    for doc_id, rows in read_gold(gold, read_documents.values()).items():
        document = read_documents[doc_id]
        found = Found(document)
        for amount in with_cells(found.amounts, document.text, found.setting.grids):
            sentence = document.sentence_at(amount.start)
            coded = next(
                (row for row in rows["funding"] if row["span"][0] < amount.end and amount.start < row["span"][1]), None
            )
            if not sentence or not coded or coded.get("optional") or "kind" in (coded.get("open") or []):
                continue
            how = qualifier(document.text, amount.start, amount.end)
            value = "magnitude" if amount.magnitude else how.value if how else "exact"
            voting = {(feature.place, feature.word) for feature in features(document, sentence, amount, value)}
            yield doc_id, coded["kind"], voting


def main(pairs: list[str]) -> None:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    found = [example for pair in zip(pairs[::2], pairs[1::2], strict=True) for example in examples(*pair)]
    stands_in = defaultdict(set)
    for doc_id, _, voting in found:
        for feature in voting:
            stands_in[feature].add(doc_id)
    kept = sorted(feature for feature, documents in stands_in.items() if len(documents) >= DOCUMENTS)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [dict.fromkeys((f for f in voting if f in set(kept)), 1) for _, _, voting in found]
    )
    model = LogisticRegression(max_iter=5000).fit(matrix, [kind for _, kind, _ in found])
    order = [list(model.classes_).index(kind) for kind in KINDS_OF_FUNDING]
    with Path(__file__).with_name("kind_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["place", "word", *KINDS_OF_FUNDING])
        writer.writerow(["", "", *(round(float(model.intercept_[i]), DECIMALS) for i in order)])
        for column, (place, word) in sorted(enumerate(vectorizer.feature_names_), key=lambda item: item[1]):
            writer.writerow([place, word, *(round(float(model.coef_[i, column]), DECIMALS) for i in order)])
    print(f"{len(found)} amounts, {len(kept)} features")


if __name__ == "__main__":
    main(sys.argv[1:])
