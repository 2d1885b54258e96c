"""A crowd of firms full of marks, and introductions between them in every state."""

from dataclasses import dataclass

from flask import Flask

from matchmaker.core import settings
from matchmaker.extensions import db
from matchmaker.introductions import service
from matchmaker.introductions.workflow import Action
from matchmaker.matching import build, served
from matchmaker.taxonomy import DeclineCode, Hub, Kind, NeedCode, Sector
from tests import factories
from tests.integration.introductions.conftest import Scene
from tests.personas import Person, Personas
from tests.web.secrecy.marks import Mark, phone, registry, word

SMALL, SAMPLE = 60, 16
KINDS = (
    (Kind.STARTUP, Hub.PARIS),
    (Kind.INVESTOR, Hub.SILICON_VALLEY),
    (Kind.STARTUP, Hub.PARIS),
    (Kind.INVESTOR, Hub.SILICON_VALLEY),
    (Kind.PROGRAMME, Hub.PARIS),
)
BEFORE: dict[str, tuple[str, ...]] = {
    "draft": (),
    "submitted": ("request",),
    "edited": ("request", "edit"),
    "needs_changes": ("request", "request_changes"),
    "sent_again": ("request", "request_changes", "resubmit"),
    "rejected": ("request", "reject"),
    "withdrawn_early": ("request", "withdraw"),
    "waiting": ("request", "hold"),
    "awaiting": ("request", "approve"),
    "reminded_to_the_end": ("request", "approve", "expire"),
    "deferred": ("request", "approve", "defer"),
    "declined": ("request", "approve", "decline"),
    "withdrawn": ("request", "approve", "withdraw"),
    "blocked": ("request", "approve", "block"),
    "proposed": ("propose",),
    "half_agreed": ("propose", "agree"),
    "half_accepted": ("propose", "accept"),
}


@dataclass(frozen=True)
class Firm:
    """A firm and its owner, free of any session."""

    number: int
    id: int
    kind: Kind
    hub: Hub
    confidential: bool
    owner: Person

    @property
    def canaries(self) -> list[str]:
        """Words that nobody across may find it by."""
        hidden = [word(kind, self.number) for kind in ("legalq", "brandq", "mottoq")]
        contact = [word(kind, self.number) for kind in ("conq", "famq", "rivalq")]
        everybody = [*contact, _mail(self.number), phone(self.number), registry(self.number)]
        return everybody + (hidden if self.confidential else [])

    def told(self, mark: Mark) -> bool:
        """Whether a mark of this firm is secret at all: an open firm's name, site and words are not."""
        return self.confidential or mark.kind not in ("legalq", "brandq", "mottoq")


@dataclass(frozen=True)
class Pair:
    """An introduction with its sides."""

    id: int
    requester: Firm
    counterpart: Firm
    state: str


class Crowd:
    """The firms by number; 0 is the startup that reads, 1 the confidential investor that reads."""

    def __init__(self, app: Flask, people: Personas, size: int) -> None:
        self.app, self.people, self.is_whole = app, people, size > SMALL
        _ = people.paris_staff, people.valley_staff, people.outsider
        owners = [people.make(f"Memq{_end(number)} Famq{_end(number)}") for number in range(2)]
        with app.app_context():
            settings.put(db.session(), "open_requests_per_organisation", 100)
            self.firms = [self._made(number, owners) for number in range(size)]
            db.session.commit()
        self.pairs: list[Pair] = []

    def _made(self, number: int, readers: list[Person]) -> Firm:
        owner = readers[number] if number < len(readers) else _owner(number)
        kind, hub = KINDS[number % len(KINDS)]
        confidential = number % 3 == 1
        row = factories.organisation(
            self.people.user(owner),
            kind=kind,
            hub=hub,
            confidential=confidential,
            name=f"{word('legalq', number).capitalize()} SAS",
            website=f"https://www.{word('brandq', number)}.example/about",
            registry_id=registry(number),
            other_names=[f"{word('brandq', number).capitalize()} Sensors"],
            tagline=f"{word('mottoq', number).capitalize()} for cities",
            description_en=f"{word('mottoq', number)} sorts waste in cities. Ask {_mail(number)} "
            f"or call {phone(number)}.",
            needs_text=f"A first partner among cities. {contact_name(number)} answers.",
            offers_text=f"Sensors by {word('mottoq', number)} for cities, see {owner.name}.",
            teaser_en=f"{word('legalq', number)} helps cities." if number % 2 else "We help cities.",
            teaser_fr=f"Nous aidons les villes, dit {contact_name(number)}.",
            conflicts=[word("rivalq", number).capitalize()],
            sectors=[Sector.WASTE_CIRCULAR],
            contact={
                "name": contact_name(number),
                "position": "Head",
                "email": _mail(number),
                "phone": phone(number),
            },
        )
        return Firm(number, row.id, kind, hub, confidential, owner)

    @property
    def startup(self) -> Firm:
        return self.firms[0]

    @property
    def investor(self) -> Firm:
        return self.firms[1]

    @property
    def shown(self) -> list[Firm]:
        """The firms whose pages are opened: all, or of a small crowd some of each kind."""
        return self.firms if self.is_whole else self.firms[:SAMPLE]

    def of(self, kind: Kind) -> list[Firm]:
        """The firms of a kind but for the two that read."""
        return [firm for firm in self.firms[2:] if firm.kind is kind]

    def index(self) -> None:
        """Build the index, as the worker does."""
        with self.app.app_context():
            build.build()
        served.init_app(self.app)

    def lead_everywhere(self) -> None:
        """Lead one pair of each reader to each state before `introduced`."""
        for number, state in enumerate(BEFORE):
            self.lead(self.startup, self.of(Kind.INVESTOR)[number], state)
            self.lead(self.of(Kind.STARTUP)[number], self.investor, state)

    def lead(self, requester: Firm, counterpart: Firm, state: str) -> Pair:
        """Lead a new pair to a state of BEFORE, or to `introduced`."""
        scene = Scene(self.people, requester.id, counterpart.id)
        steps = BEFORE.get(state, ("request", "approve", "accept"))
        with self.app.app_context():
            row_id = 0 if steps else scene.draft(requester.owner)
            for step in steps:
                row_id = self._step(scene, requester, counterpart, step, row_id)
        pair = Pair(row_id, requester, counterpart, state)
        self.pairs.append(pair)
        return pair

    def _step(self, scene: Scene, requester: Firm, counterpart: Firm, step: str, row_id: int) -> int:
        if step == "request":
            return self._request(scene, requester)
        if step == "propose":
            return scene.propose()
        if step == "hold":
            scene.hold(row_id)
        elif step == "expire":
            scene.by_timer(row_id, Action.EXPIRE)
        elif step == "decline":
            _decline(scene, counterpart, row_id)
        else:
            self.take(scene, requester, counterpart, Action(step), row_id)
        return row_id

    def take(self, scene: Scene, requester: Firm, counterpart: Firm, action: Action, row_id: int) -> None:
        """Take a step as whoever may."""
        if action is Action.BLOCK:
            from matchmaker.introductions import blocking

            row = scene.loaded(row_id)
            blocking.block_across(scene.user(counterpart.owner), row, row.version)
            return
        asking = {Action.WITHDRAW, Action.RESUBMIT, Action.AGREE}
        answering = {Action.ACCEPT, Action.DEFER}
        actor = requester.owner if action in asking else self.people.paris_staff
        scene.take(counterpart.owner if action in answering else actor, row_id, action)

    def _request(self, scene: Scene, firm: Firm) -> int:
        number = firm.number
        own_number = registry(number) if firm.confidential else ""
        message = (
            f"Dear all, {contact_name(number)} of {word('legalq', number)}, "
            f"makers of {word('brandq', number)} Sensors, here: {_mail(number)}, "
            f"{phone(number)}, https://www.{word('brandq', number)}.example, {own_number}. "
            f"{firm.owner.name} would like to sort waste with you."
        )
        row = service.request(
            scene.user(firm.owner),
            scene.startup,
            scene.investor,
            NeedCode.FUNDRAISING,
            message,
            deck_url=f"https://{word('deckq', number)}.example/room",
        )
        return row.id


def _decline(scene: Scene, firm: Firm, row_id: int) -> None:
    row = scene.introduction(row_id)
    text = f"{contact_name(firm.number)} at {_mail(firm.number)} of {word('legalq', firm.number)} says no."
    service.decline(scene.user(firm.owner), row, row.version, DeclineCode.STAGE, text=text)


def contact_name(number: int) -> str:
    """Return the name of the person to reach."""
    return f"Conq{_end(number)} Nameq{_end(number)}"


def _end(number: int) -> str:
    return word("", number)


def _mail(number: int) -> str:
    return f"reach@{word('mailq', number)}.example"


def _owner(number: int) -> Person:
    name = f"Memq{_end(number)} Famq{_end(number)}"
    email = f"{name.replace(' ', '.').lower()}@people.example.org"
    row = factories.user(email=email, name=name, locale="fr" if number % 2 else "en")
    return Person(row.id, row.email, row.name)
