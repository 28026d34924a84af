"""Made-up people and potatoes for the sheet of parts, so that every part stands in every state."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from esn.ui import Action, Bite, Card, HeatTerm, Link, SideItem, Stage, Tile


@dataclass(frozen=True)
class Someone:
    pk: int
    name: str
    handle: str
    title: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    def get_absolute_url(self) -> str:
        return f"/people/{self.handle}/"


CARL = Someone(1, "Carl Brandt", "carl", "Account engineer")
INES = Someone(2, "Ines Vidal", "ines", "Integration engineer")
MAYA = Someone(3, "Maya Lind", "maya", "Head of service")
RITA = Someone(4, "Rita Holm", "rita", "Sales")
GUS = Someone(5, "Gus Tran", "gus")
NOOR = Someone(6, "Noor Aziz", "noor", "Data")
PEOPLE = [CARL, INES, MAYA, RITA, GUS, NOOR, Someone(7, "Ada Kern", "ada"), Someone(8, "Jonas Wirth", "jonas")]


def everything() -> dict[str, Any]:
    """What templates/ui/parts.html shows."""
    return {
        "people": PEOPLE,
        "heats": [12, 34, 58, 84],
        "counts": [(total, total // 2, 1 if total > 2 else 0) for total in range(1, 13)] + [(40, 39, 1), (0, 0, 0)],
        "cards": cards(),
        "bites": bites(),
        "stages": stages(),
        "terms": terms(),
        "tabs": [
            Link("Everything", "#", 18, "page"),
            Link("News", "#", 2),
            Link("Discussion", "#", 12),
            Link("History", "#"),
        ],
        "filters": [
            Link("My communities", "#", None, "true"),
            Link("News late", "#", 3),
            Link("Filter", "#", icon="plus"),
        ],
        "choices": [Link("Newest", "#", None, "true"), Link("Hot", "#")],
        "tiles": [
            Tile(
                "Time to release",
                "22 min",
                "p90 1 h 05",
                "From flagged to caught",
                "0,4 12,7 24,5 36,9 48,8 60,12 72,14",
            ),
            Tile("Promises kept", "94 %", "47 of 50"),
        ],
        "burns": burns(),
        "fits": [SideItem("Find every order confirmed twice", "#", "4 bites on invoicing", size="M")],
        "watch": [SideItem("Maya Lind", "#", "takes what nobody has caught", person=MAYA)],
        "menu": moves(),
        "post_actions": post_actions(),
        "ago": timezone.now() - timedelta(minutes=35),
        "flag": Action("Flag a hot potato", "/issues/new/", "flag", "plain", "get"),
        "kinds": [("update", "Update"), ("question", "Question"), ("praise", "Praise")],
        "places": [("invoicing", "Invoicing, 34 people"), ("company", "Everyone")],
    }


def cards() -> list[Card]:
    now = timezone.now()
    return [
        Card(
            2041,
            "HP-2041",
            "#",
            "Every invoice goes out twice since Monday’s update",
            "in_progress",
            71,
            10,
            5,
            2,
            "Aldera Foods",
            "strategic",
            CARL,
            None,
            now - timedelta(hours=2),
            now + timedelta(minutes=80),
            latest="<b>Ines</b> finished <b>Stop the nightly double run</b>",
            latest_at=now - timedelta(minutes=12),
            actions=[
                Action("Publish news", "#", "send", "primary"),
                Action("Me too", "#", "user-plus", count=5),
                Action("Discuss", "#", "message-circle", method="get", count=12),
                Action("Following", "#", "bell", pressed="true"),
            ],
        ),
        Card(
            2047,
            "HP-2047",
            "#",
            "Night export misses two wards, so the morning list is wrong",
            "flagged",
            58,
            4,
            0,
            1,
            "Brightwater Clinics",
            "key",
            None,
            MAYA,
            now - timedelta(hours=1),
            now - timedelta(minutes=25),
            "late",
            actions=[Action("Catch", "#", "hand", "primary", key="t"), Action("Follow", "#", "bell", pressed="false")],
        ),
        Card(2049, "HP-2049", "#", "Wants the delivery note in Dutch", "flagged", 12, watch=MAYA),
        Card(
            2018,
            "HP-2018",
            "#",
            "Needs proof of origin for 40 articles",
            "waiting",
            19,
            7,
            6,
            0,
            "Quarry Lane",
            "standard",
            GUS,
            None,
            now - timedelta(days=6),
            waits="for the customer, until Thursday",
        ),
        Card(
            1988, "HP-1988", "#", "Scanners lose the link between docks", "closed", 0, 12, 12, 0, "Nordwind", "", INES
        ),
    ]


def bites() -> list[Bite]:
    take = [Action("Take", "#", kind="plain")]
    return [
        Bite(
            1,
            "Stop the nightly double run",
            "#",
            "done",
            "S",
            INES,
            children=[
                Bite(2, "Find which job runs twice", "", "done", "XS", INES),
            ],
        ),
        Bite(
            3,
            "Write 312 credit notes",
            "#",
            "doing",
            "L",
            GUS,
            children=[
                Bite(4, "Check tax lines on ten of them", "#", "open", "XS", actions=take),
            ],
        ),
        Bite(5, "Agree with Aldera how they book it", "#", "open", "S", skills="French", actions=take),
        Bite(6, "Send the list to legal", "#", "blocked", "S", NOOR, why="waits for the signature"),
        Bite(7, "Read it once more", "#", "review", "XS", CARL),
        Bite(8, "Call the supplier", "#", "proposed", "M", actions=take),
        Bite(9, "Print it all", "#", "cancelled", "M"),
    ]


def stages() -> list[Stage]:
    return [
        Stage("Flagged", "11:52", "past"),
        Stage("Caught", "12:10 by Carl", "past"),
        Stage("In progress", "since 12:31", "now"),
        Stage("Resolved"),
        Stage("Closed"),
    ]


def terms() -> list[HeatTerm]:
    return [
        HeatTerm("Impact", 1.0, 30.0, "critical, strategic customer", 0.30),
        HeatTerm("Urgency", 0.7, 14.0, "due tomorrow 18:00", 0.20),
        HeatTerm("Silence", 0.9, 13.5, "3 h 36 of 4 h promised", 0.15),
        HeatTerm("Stagnation", 0.25, 3.8, "4 h since the last progress", 0.15),
        HeatTerm("Spread", 0.65, 6.5, "5 customers hit", 0.10),
        HeatTerm("Bounce", 0.33, 3.3, "1 catch without progress", 0.10),
    ]


def burns() -> list[SideItem]:
    return [
        SideItem("Ticket printers offline in 14 stations", "#", "Kestrel Rail · Ines holds it", 84),
        SideItem("Every invoice goes out twice", "#", "Aldera Foods", 71, action=Action("Mine too", "#", kind="plain")),
    ]


def moves() -> list[Action]:
    return [Action(name, "#", kind="ghost") for name in ("Caught", "In progress", "Waiting", "Resolved")]


def post_actions() -> list[Action]:
    return [
        Action("Thanks", "#", "heart", pressed="true", count=24),
        Action("Comment", "#", "message-circle", method="get", count=6),
    ]
