"""Who is at Nordlys, which carries cold goods from Manchester and Lyon: people, communities, customers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

PASSWORD = "potluck-demo"  # noqa: S105 it is printed at every start of a demo
DOMAIN = "nordlys.example"
LONG_HAIRED = frozenset(
    {"ada", "maya", "rita", "ines", "lucie", "nadia", "greta", "priya", "chloe", "amina", "julie", "claire", "zoe"}
)
TEAMS = {
    "sales": "Sales",
    "operations": "Operations",
    "platform": "Platform",
    "care": "Customer care",
    "finance": "Finance and people",
}


@dataclass(frozen=True)
class Character:
    """Someone of the company; without a team a guest, without a manager at the top."""

    handle: str
    name: str
    title: str
    team: str
    manager: str
    place: str
    language: str
    skills: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    role: str = "employee"
    about: str = ""

    @property
    def zone(self) -> str:
        return "Europe/London" if self.place == "Manchester" else "Europe/Paris"

    @property
    def hair(self) -> str:
        """How the portrait is drawn."""
        return "long" if self.handle in LONG_HAIRED else "short"

    @property
    def is_hunter(self) -> bool:
        return self.handle in {"rita", "tom", "lucie"}


M, L = "Manchester", "Lyon"
CHARACTERS = (
    Character("ada", "Ada Lind", "IT administrator", "finance", "", M, "en", ("Accounts", "Security"), role="admin"),
    Character(
        "maya", "Maya Roth", "Head of sales", "sales", "", M, "en", ("Negotiation", "Pricing"),
        about="I moderate the company's community. If a potato is with me, catch it before I do.",
    ),
    Character(
        "rita", "Rita Vogel", "Sales representative, North", "sales", "maya", M, "en", ("Retail", "Fresh food"),
        about="On the road four days a week. I flag from the car park, between two customers.",
    ),
    Character(
        "carl", "Carl Brandt", "Solutions engineer", "sales", "maya", M, "en", ("Invoicing", "SQL", "Integrations"),
        ("Route planning",), about="Happy with anything that has a log file.",
    ),
    Character("tom", "Tom Ellery", "Sales representative, Pharma", "sales", "maya", M, "en", ("Pharma", "Tenders")),
    Character(
        "lucie", "Lucie Marchand", "Commerciale grands comptes", "sales", "maya", L, "fr",
        ("Grande distribution",),
    ),
    Character("samir", "Samir Benali", "Directeur des opérations", "operations", "", L, "fr", ("Customs", "Planning")),
    Character(
        "nadia", "Nadia Ferrand", "Régulatrice transport", "operations", "samir", L, "fr",
        ("Route planning", "Customs"),
    ),
    Character(
        "olek", "Olek Nowak", "Fleet technician", "operations", "samir", M, "en",
        ("Cooling units", "Telematics"),
    ),
    Character("greta", "Greta Holm", "Warehouse lead", "operations", "samir", M, "en", ("Warehouse", "Labels")),
    Character(
        "paul", "Paul Lemaire", "Responsable qualité", "operations", "samir", L, "fr", ("HACCP", "Audits"),
        ("Telematics",),
    ),
    Character("priya", "Priya Nair", "Head of platform", "platform", "", M, "en", ("Architecture", "Python")),
    Character(
        "ines", "Inès Varga", "Ingénieure logicielle", "platform", "priya", L, "fr",
        ("Python", "Telematics", "SQL"),
    ),
    Character("jonas", "Jonas Weber", "Backend engineer", "platform", "priya", M, "en", ("Python", "Integrations")),
    Character("chloe", "Chloé Dubois", "Ingénieure données", "platform", "priya", L, "fr", ("SQL", "Reports")),
    Character("ben", "Ben Okafor", "Front-end engineer", "platform", "priya", M, "en", ("Portal", "Accessibility")),
    Character(
        "amina", "Amina Diallo", "Responsable du service client", "care", "", L, "fr",
        ("Service client", "Claims"),
    ),
    Character("leo", "Leo Marsh", "Support specialist", "care", "amina", M, "en", ("Portal", "Claims"), ("SQL",)),
    Character("julie", "Julie Garnier", "Conseillère clientèle", "care", "amina", L, "fr", ("Claims", "Labels")),
    Character("finn", "Finn O'Brien", "Support specialist", "care", "amina", M, "en", ("Telematics", "Portal")),
    Character("victor", "Victor Klein", "Head of finance", "finance", "", M, "en", ("Contracts", "Invoicing")),
    Character(
        "claire", "Claire Fontaine", "Comptable clients", "finance", "victor", L, "fr",
        ("Invoicing", "Credit notes"),
    ),
    Character("zoe", "Zoé Adler", "People partner", "finance", "victor", L, "fr", ("Hiring", "Onboarding")),
    Character("gus", "Gus Tanner", "Dispatcher at Tanner Haulage", "", "", M, "en", role="guest"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A community: who moderates it, who is on watch, who else is in."""

    slug: str
    name: str
    kind: str
    moderator: str
    watch: str
    members: str
    about: str


PLACES = (
    Place(
        "sales", "Sales floor", "open", "maya", "tom",
        "rita carl tom lucie victor amina leo",
        "What customers say, and what we promise them.",
    ),
    Place(
        "cold-chain", "Cold chain", "open", "samir", "nadia",
        "olek greta paul carl rita lucie finn ines gus amina",
        "Trucks, depots, temperatures. Partners are welcome.",
    ),
    Place(
        "platform", "Platform", "open", "priya", "jonas",
        "ines chloe ben carl leo finn ada",
        "The portal, the sensors' data, the interfaces to customers.",
    ),
    Place(
        "care", "Customer care", "open", "amina", "leo",
        "julie finn carl rita tom lucie greta claire ben chloe",
        "One inbox, two languages, no ticket without a name.",
    ),
    Place(
        "lyon", "Bureau de Lyon", "open", "zoe", "julie",
        "ines lucie samir nadia paul chloe amina claire",
        "La vie du bureau : quais, cantine, badges et bonnes nouvelles.",
    ),
    Place(
        "finance", "Finance room", "closed", "victor", "claire",
        "zoe ada maya",
        "Figures before they are public.",
    ),
    Place(
        "board-room", "Board room", "secret", "maya", "victor",
        "ada samir priya",
        "The weekly round of the heads.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """A customer, and who is spoken with there."""

    name: str
    tier: str
    language: str
    segment: str
    owner: str
    contacts: tuple[str, ...]

    def email(self, contact: str) -> str:
        """An address that leads nowhere."""
        name, company = slugify(contact).replace("-", "."), slugify(self.name).split("-")[0]
        return f"{name}@{company}.example"


ACCOUNTS = (
    Account("Aldera Foods", "key", "en", "Food", "rita", ("Helen Shaw", "Mark Dunn")),
    Account("Brindle & Co", "standard", "en", "Bakery", "rita", ("Owen Price",)),
    Account("Castor Pharma", "strategic", "en", "Pharma", "tom", ("Ruth Amsel", "Ian Cole")),
    Account("Fromageries Delmas", "key", "fr", "Dairy", "lucie", ("Hélène Delmas", "Yann Robic")),
    Account("Grand Marché", "strategic", "fr", "Retail", "lucie", ("Sophie Arnaud", "Karim Hadj")),
    Account("Harrow Flowers", "standard", "en", "Flowers", "rita", ("Nell Harrow",)),
    Account("Lumière Traiteur", "standard", "fr", "Catering", "lucie", ("Bruno Petit",)),
    Account("Northfield Dairies", "key", "en", "Dairy", "tom", ("Sally Birch",)),
    Account("Océane Marée", "key", "fr", "Seafood", "lucie", ("Gaël Tanguy",)),
    Account("Vitalab", "standard", "fr", "Pharma", "tom", ("Anne Rousset",)),
)
