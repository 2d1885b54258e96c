"""Accounts and profiles of the demonstration: signed up, filled in, checked by staff."""

import io

from matchmaker.accounts import service as accounts
from matchmaker.accounts.models import User
from matchmaker.admin import service as admin
from matchmaker.core.imprint import SETTING
from matchmaker.core.permissions import Role
from matchmaker.demo import files
from matchmaker.demo.accounts import ADMIN, MEMBERS, STAFF_PARIS, STAFF_VALLEY
from matchmaker.demo.calendar import Calendar
from matchmaker.demo.files import Listed, Person
from matchmaker.demo.world import World
from matchmaker.extensions import db
from matchmaker.profiles import reviewing
from matchmaker.profiles import service as profiles
from matchmaker.profiles.imports import service as imports
from matchmaker.profiles.imports.run import Order
from matchmaker.profiles.imports.translate import Selection
from matchmaker.taxonomy import Hub, Kind, MembershipRole

IMPRINT = {
    "operator": "Passerelle Demo",
    "address": "1, quai de l’Exemple\n75000 Paris",
    "responsible": "Maxime Terrasse",
    "host": "Example Hosting\n2, rue de l’Exemple, 75000 Paris",
    "email": "contact@demo.example.org",
    "desk_paris": "paris@demo.example.org",
    "desk_silicon_valley": "valley@demo.example.org",
}
OPENED = 115.0  # working days since the accounts of staff were made
FIRST, LAST = 110.0, 80.0  # days since the first and the last profile was begun
# The few that are not published, and how many days ago they were begun.
DRAFTS = {"programme-paris-08": 3.4}
WAITING = {"startup-paris-13": 2.6, "programme-sv-07": 4.2}
RETURNED = {
    "startup-sv-11": (
        9.3,
        "Dites en une phrase ce que vous vendez et à qui : votre texte parle surtout du voyage. "
        "Indiquez aussi le montant cherché, que les investisseurs regardent en premier.",
    )
}


def list_public_programmes(calendar: Calendar) -> None:
    """Note the import of the programmes that exist: they are unclaimed until somebody of theirs comes."""
    calendar.ago(OPENED - 2, _import_real_programmes)


def _import_real_programmes() -> None:
    file = io.BytesIO(files.text("programmes.csv").encode())
    order = Order(Kind.PROGRAMME, None, selections=(Selection("fictional", "no"),), publish=True)
    imports.import_file(file, "programmes.csv", order, lambda done, total: None)


def open_desk(world: World, calendar: Calendar, password: str) -> None:
    """Note the accounts of staff of both cities and of the admin."""
    calendar.ago(OPENED, _open_desk, world, password)


def _open_desk(world: World, password: str) -> None:
    officers = (
        (Hub.PARIS, STAFF_PARIS, "Delphine Arnoult", "fr"),
        (Hub.SILICON_VALLEY, STAFF_VALLEY, "Ruben Calloway", "en"),
    )
    admin_id = accounts.create(ADMIN, password, Role.ADMIN, None, "Maxime Terrasse", "fr").id
    for hub, email, name, locale in officers:
        world.staff[hub] = accounts.create(email, password, Role.STAFF, hub, name, locale).id
    admin.change_settings(db.session.get_one(User, admin_id), {SETTING: IMPRINT})


def register(
    world: World, calendar: Calendar, listed: list[Listed], people: list[Person], password: str
) -> None:
    """Note how each organisation came: sign-up, profile, submission, and what staff made of it."""
    owners = {person.organisation: person for person in people if person.role is MembershipRole.OWNER}
    pause = (FIRST - LAST) / len(listed)
    for position, organisation in enumerate(listed):
        begun = _begun(organisation.key, FIRST - pause * position)
        calendar.ago(begun, _begin, world, organisation, owners[organisation.key], password)
        if organisation.key in DRAFTS:
            continue
        calendar.ago(begun - 0.1, _submit, world, organisation.key)
        if organisation.key in RETURNED:
            calendar.ago(begun - 0.9, _return, world, organisation)
        elif organisation.key not in WAITING:
            calendar.ago(begun - 1.2, _publish, world, organisation)


def _begun(key: str, usual: float) -> float:
    return {**DRAFTS, **WAITING}.get(key, RETURNED[key][0] if key in RETURNED else usual)


def _begin(world: World, organisation: Listed, owner: Person, password: str) -> None:
    zone = organisation.hub.time_zone
    secret = password if owner.email in MEMBERS else None
    user = accounts.create(owner.email, secret, Role.MEMBER, None, owner.name, owner.locale, time_zone=zone)
    name = organisation.values["name"]
    profile = profiles.create(user, organisation.kind, organisation.hub, name)
    saved = profiles.save(user, profile, organisation.values, profile.version)
    contact = {"name": owner.name, "position": owner.position, "phone": owner.phone, "time_zone": zone}
    profiles.save_contact(user, saved, contact)
    world.owners[organisation.key] = user.id
    world.organisations[organisation.key] = profile.id


def _submit(world: World, key: str) -> None:
    world.reviews[key] = profiles.submit(world.owner(key), world.organisation(key)).id


def _publish(world: World, organisation: Listed) -> None:
    reviewing.approve(world.officer(organisation.hub), world.reviews[organisation.key])


def _return(world: World, organisation: Listed) -> None:
    note = RETURNED[organisation.key][1]
    reviewing.request_changes(world.officer(organisation.hub), world.reviews[organisation.key], note)
