"""Setting what a community's news begins with."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib import text
from esn.lib.errors import Refused
from feeds.models import Community
from issues import events, policies
from issues.models import NewsStage, NewsTemplate
from issues.newswords import Key, defaults, own
from people.models import Person

MOST = 4000


@action
def set_templates(community: Community, *, by: Person, words: Mapping[Key, str]) -> None:
    """Let news begin with these words, by stage and language; empty ones, or the product's own, are forgotten.

    Raises Refused for a stage or language that there is not, or words too long; Forbidden for all but moderators.
    """
    community = Community.objects.locked(community)
    checked = {key: _checked(key, said) for key, said in words.items()}
    policies.check(policies.may_arrange(by, community))
    plain = {(stage, code): said for code, _n in settings.LANGUAGES for stage, said in defaults(code).items()}
    before = own(community)
    wanted = {key: said for key, said in checked.items() if said and said != plain[key]}
    if wanted == {key: said for key, said in before.items() if key in checked}:
        return
    for stage, language in checked:
        NewsTemplate.objects.filter(community=community, stage=stage, language=language).delete()
    NewsTemplate.objects.bulk_create(
        NewsTemplate(community=community, stage=stage, language=language, body=said, by=by, at=now())
        for (stage, language), said in wanted.items()
    )
    record(events.templates_set, community, by=by, changed=sorted("-".join(key) for key in wanted))


def _checked(key: Key, said: str) -> str:
    field = "-".join(key)
    if key[0] not in NewsStage.values or key[1] not in dict(settings.LANGUAGES):
        raise Refused(_("There is no such template."), field=field)
    return text.check_text(said, most=MOST, name=field).strip()
