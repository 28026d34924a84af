"""Potatoes that say the same, found by the rarest of their words, else by their spelling; never by reading them all.

The words are stemmed in French and in English (IssueWords). How rare a word is comes from what ANALYZE counted last, so
it costs one small query; words are looked up from the rarest on, as long as they promise few enough potatoes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db import connection
from django.db.models import Case, F, FloatField, Func, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable

from issues.likeness import Rarity
from issues.models import Issue, IssueWords
from issues.models.issues import IssueQuerySet

CONSIDERED = 2000
SHORTLIST = 60
MOST_LOOKED_UP = 16
LEAST_LOOKED_UP = 3
FEW = 5

SHARES = """
SELECT word, share FROM (
  SELECT unnest(most_common_elems::text::text[]) AS word, unnest(most_common_elem_freqs) AS share FROM pg_stats
  WHERE schemaname = current_schema() AND tablename = %s AND attname = 'words') AS counted
WHERE word IS NOT NULL
"""


@dataclass(frozen=True)
class Said:
    """What is looked for: its words as they are stored, and its title without capitals and accents."""

    words: frozenset[str]
    title: str


@dataclass(frozen=True)
class Found:
    """A potato that may be alike: its words and its title as they are stored."""

    id: int
    words: frozenset[str]
    title: str


def lexemes_of(column: str) -> Func:
    """The words of a text column, as IssueWords keeps them."""
    return Func(F(column), function="issues_lexemes", output_field=ArrayField(TextField()))


def said(title: str, more: str = "") -> Said:
    """What is looked for, read by the database as it reads every potato."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT issues_lexemes(%s), lower(unaccent(%s))", [f"{title} {more}", title])
        words, plain = cursor.fetchone()
    return Said(frozenset(words), plain)


def rarity() -> Rarity:
    """How many potatoes have each of the common words, as PostgreSQL counted them last."""
    with connection.cursor() as cursor:
        cursor.execute(SHARES, [IssueWords._meta.db_table])
        return Rarity(dict(cursor.fetchall()))


def alike(wanted: Said, among: IssueQuerySet, rare: Rarity, *, beginning: str = "") -> list[Found]:
    """A short list among these potatoes, in no order; `beginning` is a word that is still being typed.

    Three statements: by words; where these find only a few, by spelling; and what was found.
    """
    ids = set(_by_words(wanted.words, among, rare, beginning))
    if len(ids) < FEW and wanted.title:
        ids.update(_by_spelling(wanted.title, among))
    return found(ids)


def found(ids: Collection[int]) -> list[Found]:
    """These potatoes with their words."""
    spread = Func(F("words"), function="tsvector_to_array", output_field=ArrayField(TextField()))
    rows = IssueWords.objects.filter(pk__in=ids).annotate(spread=spread).values_list("pk", "spread", "title")
    return [Found(pk, frozenset(words), title) for pk, words, title in rows]


def _by_words(words: frozenset[str], among: IssueQuerySet, rare: Rarity, beginning: str) -> Iterable[int]:
    """The potatoes with most of what the words tell, of the newest that have one of the rarest."""
    weights = {word: rare.weight(word) for word in _looked_up(words, rare)}
    if beginning:
        weights[f"{beginning}:*"] = rare.weight(beginning)
    if not weights:
        return []
    rows = _holding(" | ".join(weights), among).order_by("-pk").annotate(told=_told(weights))
    newest = list(rows.values_list("told", "pk")[:CONSIDERED])
    return [pk for _told_, pk in sorted(newest, reverse=True)[:SHORTLIST]]


def _looked_up(words: frozenset[str], rare: Rarity) -> Sequence[str]:
    """The rarest words, as long as they promise few enough potatoes."""
    chosen: list[str] = []
    promised, most = 0.0, CONSIDERED / max(_count(), CONSIDERED)
    for word in sorted(words, key=lambda word: (rare.share(word), word))[:MOST_LOOKED_UP]:
        promised += rare.share(word)
        if promised > most and len(chosen) >= LEAST_LOOKED_UP:
            break
        chosen.append(word)
    return chosen


def _count() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [IssueWords._meta.db_table])
        return float(cursor.fetchone()[0])


def _holding(query: str, among: IssueQuerySet) -> QuerySet[IssueWords]:
    asked = SearchQuery(query, config="simple", search_type="raw")
    return IssueWords.objects.filter(words=asked, issue__in=among.order_by().values("pk"))


def _told(weights: dict[str, float]) -> Combinable:
    """What the words that a potato has tell together."""
    parts = [
        Case(
            When(words=SearchQuery(word, config="simple", search_type="raw"), then=Value(weight)),
            default=Value(0.0),
            output_field=FloatField(),
        )
        for word, weight in weights.items()
    ]
    total: Combinable = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _by_spelling(title: str, among: IssueQuerySet) -> Iterable[int]:
    rows = IssueWords.objects.filter(title__trigram_similar=title, issue__in=among.order_by().values("pk"))
    return rows.order_by(TrigramSimilarity("title", title).desc(), "-pk").values_list("pk", flat=True)[:FEW]


def title_of(issue: Issue) -> Said:
    """What a potato says: its title and its description."""
    return said(issue.title, issue.description)
