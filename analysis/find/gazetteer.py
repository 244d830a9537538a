"""The gazetteer: divisions of China by code, countries, regions and zones, indexed by printed name."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from analysis.errors import LexiconError

LEVELS = ("country", "region", "province", "prefecture", "county", "zone")
COUNTRY, REGION, PROVINCE, PREFECTURE, COUNTY, ZONE = LEVELS
_RANK = {level: rank for rank, level in enumerate(LEVELS)}
_APOSTROPHES = str.maketrans("", "", "'’")
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ong|ian|iao|ing|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|üe|ui|un|uo|a|e|i|o|u|ü)"
)
_ONE_SYLLABLE = re.compile(_SYLLABLE)
_PINYIN = re.compile(f"(?:{_SYLLABLE}){{2,6}}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is known.

    Parameters
    ----------
    name : str
        Its usual English name, without type word.
    level : str
        ``country``, ``region``, ``province``, ``prefecture``, ``county`` or ``zone``.
    code : str
        GB/T 2260 code of six digits (a zone has that of the division in which it lies), ISO 3166-1 for countries.
    province : str
        ISO 3166-2 code, empty for countries, for regions of several provinces and abroad.
    parent : str
        Code of the place above it.
    type : str
        What a division calls itself: ``province``, ``prefecture``, ``city``, ``district``, ``county``, ``banner`` or
        ``other``; empty for what is no division.
    """

    name: str
    level: str
    code: str
    province: str = ""
    parent: str = ""
    type: str = ""

    @property
    def rank(self) -> int:
        """Depth of the level: 0 for a country, 5 for a zone."""
        return _RANK[self.level]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What is known of places.

    Parameters
    ----------
    by_code : dict
        Code to division or country.
    by_name : dict
        First word of a name, in lower case, to the places of that one word.
    longer : dict
        First word to the pattern of the names of several words that begin with it, and each of them to its places.
    preferred : frozenset of str
        Codes of the homonyms meant where nothing else is said.
    ordinary, surnames : frozenset of str
        Words that are no places by themselves, and words after which stands a given name.
    """

    by_code: dict[str, Place]
    by_name: dict[str, tuple[Place, ...]]
    longer: dict[str, tuple[re.Pattern[str], dict[str, tuple[Place, ...]]]]
    preferred: frozenset[str]
    ordinary: frozenset[str]
    surnames: frozenset[str]


def is_pinyin(word: str) -> bool:
    """Whether a word could be the Chinese name of a place: two to six syllables of pinyin."""
    return _PINYIN.fullmatch(word.lower().translate(_APOSTROPHES)) is not None


def is_syllable(word: str) -> bool:
    """Whether a word is one syllable of pinyin."""
    return _ONE_SYLLABLE.fullmatch(word.lower()) is not None


def broader(a: Place, b: Place) -> bool:
    """Whether ``b`` lies inside ``a``.

    Examples
    --------
    >>> codes = gazetteer().by_code
    >>> broader(codes["210000"], codes["210102"]), broader(codes["210102"], codes["210100"])
    (True, False)
    """
    if b.rank <= a.rank or not a.code:
        return False
    if a.level == COUNTRY:
        return (b.code[:2] if b.code[:2].isalpha() else "CN") == a.code
    if a.level == REGION:
        return False
    stem = a.code[:2] if a.level == PROVINCE else a.code[:4] if a.level == PREFECTURE else a.code
    return b.code.startswith(stem)


def lineage(place: Place) -> tuple[str, ...]:
    """Codes of the place itself and of the divisions above it, up to the province.

    Examples
    --------
    >>> lineage(gazetteer().by_code["330110"])
    ('330110', '330100', '330000')
    """
    known, codes = gazetteer().by_code, []
    code = place.code
    while code in known and known[code].level != COUNTRY:
        codes.append(code)
        code = known[code].parent
    return tuple(codes)


def read_lexicon() -> tuple[list[dict[str, str]], list[dict]]:
    """Rows of ``places.csv`` and entries of ``regions.yaml``, as they stand there.

    Raises
    ------
    LexiconError
        Where an entry has neither places nor words.
    """
    folder = files("analysis") / "lexicon"
    divisions = list(csv.DictReader((folder / "places.csv").read_text(encoding="utf-8").splitlines()))
    entries = yaml.safe_load((folder / "regions.yaml").read_text(encoding="utf-8"))["entries"]
    for entry in entries:
        if not entry.keys() & {"level", "prefer", "words"}:
            raise LexiconError(
                "the entry says nothing.", f"regions.yaml: {entry.get('id')}", "Give level, prefer or words."
            )
    return divisions, entries


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once."""
    divisions, entries = read_lexicon()
    by_code, named = {}, defaultdict(list)
    for row in divisions:
        place = Place(row["name"], row["level"], row["code"], row["province"], row["parent"], row["type"])
        by_code[place.code] = place
        for name in (row["name"], *filter(None, row["also"].split("|"))):
            named[name].append(place)
    for entry in entries:
        if "level" in entry:
            place = _entry_place(entry, by_code)
            if place.level == COUNTRY:
                by_code[place.code] = place
            for name in entry["names"]:
                named[name].append(place)
    words = {entry["id"]: frozenset(entry["words"]) for entry in entries if "words" in entry}
    preferred = frozenset(entry["prefer"] for entry in entries if "prefer" in entry)
    return Gazetteer(by_code, *_index(named), preferred, words["ordinary"], words["surname"])


def _entry_place(entry: dict, by_code: dict[str, Place]) -> Place:
    """The place that an entry of ``regions.yaml`` describes."""
    name, level, provinces = entry["names"][0], entry["level"], entry.get("provinces", ())
    if level == ZONE:
        if entry["parent"] not in by_code:
            raise LexiconError(
                f"no division has the code {entry['parent']}.", f"regions.yaml: {entry['id']}", "See places.csv."
            )
        parent = by_code[entry["parent"]]
        return Place(name, level, parent.code, parent.province, parent.code)
    return Place(name, level, entry.get("code", ""), provinces[0] if len(provinces) == 1 else "")


def _index(named: dict[str, list[Place]]) -> tuple[dict, dict]:
    """Names of one word by that word, longer ones by their first; each apostrophe in three forms."""
    single, several = defaultdict(set), defaultdict(lambda: defaultdict(set))
    for name, places in named.items():
        forms = {name, name.replace("'", "’"), name.replace("ü", "u")}
        if not is_syllable(whole := name.replace("'", "")):  # Ji'an without its apostrophe is a word of its own
            forms.add(whole)
        for form in forms:
            key = form.lower()
            first, *rest = re.split(r"(?=[ -]|['’]s )", key, maxsplit=1)
            (several[first][rest[0]] if rest else single[key]).update(places)
    longer = {}
    for first, rests in several.items():
        # An en dash is printed for the hyphen, a line may end at the space.
        forms = (
            re.escape(rest).replace(r"\-", "[-–—]").replace(r"\ ", r"[ \n]")
            for rest in sorted(rests, key=len, reverse=True)
        )
        longer[first] = (
            re.compile(f"(?:{'|'.join(forms)})(?![A-Za-z])", re.IGNORECASE),
            {k: _sorted(v) for k, v in rests.items()},
        )
    return {key: _sorted(places) for key, places in single.items()}, longer


def _sorted(places: set[Place]) -> tuple[Place, ...]:
    """Higher levels first, then by code: the order of candidates."""
    return tuple(sorted(places, key=lambda place: (place.rank, place.code)))
