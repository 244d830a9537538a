"""The one family of errors a user may see: what, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AnalysisError(Exception):
    """Something the user can put right.

    Parameters
    ----------
    what : str
        What is wrong, in one sentence.
    where : str, optional
        The place: a file with its line, a document with an offset, a parameter.
    remedy : str, optional
        What to do about it.
    """

    def __init__(self, what: str, where: str | None = None, remedy: str | None = None):
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"


class EvidenceError(AnalysisError):
    """A mention that does not stand in its document."""


class LexiconError(AnalysisError):
    """An entry of a lexicon that cannot be used."""


def nearest(name: str, choices: Iterable[str]) -> str:
    """A hint naming the choice nearest to ``name``, and all choices.

    Examples
    --------
    >>> nearest("fundin", ["funding", "targets"])
    "Did you mean 'funding'? Choices: funding, targets."
    """
    choices = list(choices)
    close = difflib.get_close_matches(name, choices, n=1)
    hint = f"Did you mean {close[0]!r}? " if close else ""
    return f"{hint}Choices: {', '.join(choices)}."
