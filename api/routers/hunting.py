"""What the caller hunts, what he was asked, and for what he was suggested; for nobody else's eyes."""

from typing import Any

from ninja import Query

from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Items, Listing, Paging, Request, items, listing
from api.schemas.hunting import HuntedOut, HuntOut, OwedOut, SuggestionOut
from api.schemas.issues import QuestionOut
from esn.lib.pages import keyset
from issues.cards import cards_from
from issues.models import Issue, Suggestion
from issues.reading import hunt as reading

routes = Routes("me")


@routes.get("/me/hunt", HuntOut)
def hunt(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """The potatoes that the caller flagged or joined, the latest first, melting."""
    hunter = person_of(request)
    rows = Issue.objects.hunted_by(hunter).for_cards()
    page = keyset(rows, fields=("flagged_at", "id"), cursor=paging.cursor, limit=paging.limit)
    hunted = reading.hunted(page.items, hunter)
    lines = [HuntedOut.of(one, card) for one, card in zip(hunted, cards_from(page.items), strict=True)]
    owed = reading.owed(hunter, reading.asked_of(hunter))
    return {"items": lines, "next": page.next, "owed": OwedOut(**vars(owed))}


@routes.get("/me/questions", Items[QuestionOut])
def questions(request: Request) -> dict[str, Any]:
    """What waits for the caller's answer, of all that he hunts, oldest first."""
    return items(reading.asked_of(person_of(request)), QuestionOut.of)


@routes.get("/me/suggestions", Listing[SuggestionOut])
def suggestions(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """When the caller was shown as a helper, to whom and why, the latest first; `PATCH /me` opts out."""
    rows = Suggestion.objects.told_to(person_of(request))
    return listing(keyset(rows, fields=("day", "id"), cursor=paging.cursor, limit=paging.limit), SuggestionOut.of)
