"""Rules kept as data: general vocabulary of such documents, each entry with examples that tests run.

A lexicon is a YAML file beside this one with a described head (``about``) and ``entries``. No answer of a
document stands here, only how such sentences are written.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from analysis.errors import LexiconError


@cache
def load(name: str) -> tuple[dict, ...]:
    """Entries of the lexicon ``name``.

    Raises
    ------
    LexiconError
        Where the file is not valid YAML, has no ``about`` or ``entries``, or two entries share an ``id``.
    """
    file = resources.files(__name__) / f"{name}.yaml"
    where = f"analysis/lexicon/{name}.yaml"
    try:
        # The C loader is the same parser, ten times faster; it is not built everywhere.
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, FileNotFoundError) as error:
        raise LexiconError(f"the lexicon cannot be read: {error}", where) from error
    if not isinstance(content, dict) or not content.get("about") or not isinstance(content.get("entries"), list):
        raise LexiconError("a lexicon needs a text `about` and a list `entries`.", where)
    seen: set[str] = set()
    for entry in content["entries"]:
        if not entry.get("id") or entry["id"] in seen:
            raise LexiconError(
                f"entry {entry.get('id')!r} has no id or shares it with another.", where, "Give it an id of its own."
            )
        seen.add(entry["id"])
    return tuple(content["entries"])
