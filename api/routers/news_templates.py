"""What news begins with at each stage, in each language: a community's own words, or the product's."""

from typing import Any

from django.conf import settings
from django.http import Http404

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Items, Request, items
from api.schemas.customers import BeginningOut, WordsIn, WordsOut
from feeds.models import Community
from issues import newswords
from issues.actions.news_templates import set_templates
from issues.models import NewsStage

routes = Routes("news")


@routes.get("/communities/{slug}/news-templates", Items[WordsOut])
def templates(request: Request, slug: str) -> dict[str, Any]:
    """The words of each stage in each language."""
    return {"items": _all(finding.readable(request, slug))}


@routes.put("/communities/{slug}/news-templates/{stage}/{language}", WordsOut)
def write(request: Request, slug: str, stage: str, language: str, body: WordsIn) -> WordsOut:
    """Let news begin with these words; the community's moderators may. Empty ones bring the product's own back."""
    return _set(request, slug, (stage, language), body.body)


@routes.delete("/communities/{slug}/news-templates/{stage}/{language}")
def remove(request: Request, slug: str, stage: str, language: str) -> None:
    """Let the product's own words count again; the community's moderators may."""
    _set(request, slug, (stage, language), "")


@routes.get("/issues/{issue_id}/news/templates", Items[BeginningOut])
def beginnings(request: Request, issue_id: int) -> dict[str, Any]:
    """What news of this potato may begin with."""
    issue = finding.issue(request, issue_id)
    fitting, words = newswords.fitting(issue), newswords.filled(issue)
    return items(_keys(), lambda key: BeginningOut(**_key(key), body=words[key], fits="-".join(key) == fitting))


def _set(request: Request, slug: str, key: newswords.Key, words: str) -> WordsOut:
    community = finding.readable(request, slug)
    if key not in _keys():
        raise Http404
    set_templates(community, by=person_of(request), words={key: words})
    return next(one for one in _all(community) if (one.stage, one.language) == key)


def _all(community: Community) -> list[WordsOut]:
    own, words = newswords.own(community), newswords.words_of(community)
    return [WordsOut(**_key(key), body=words[key], is_own=key in own) for key in _keys()]


def _keys() -> list[newswords.Key]:
    return [(stage.value, language) for stage in NewsStage for language, _name in settings.LANGUAGES]


def _key(key: newswords.Key) -> dict[str, Any]:
    return {"stage": key[0], "language": key[1], "label": str(NewsStage(key[0]).label)}
