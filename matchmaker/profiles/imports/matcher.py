"""Which organisation, or removal, a row of a file stands for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from matchmaker.core.text import fold
from matchmaker.extensions import db
from matchmaker.profiles import websites
from matchmaker.profiles.domains import is_own_host
from matchmaker.profiles.models import Organisation, Removal
from matchmaker.profiles.policies import WITH_DETAILS
from matchmaker.taxonomy import Hub, Kind


@dataclass(frozen=True)
class Identity:
    """What tells a firm. `source_id` is given only where different ids mean different firms."""

    kind: Kind
    hub: Hub
    sort_key: str
    registry_id: str | None
    host: str | None
    source: str
    source_id: str | None

    @classmethod
    def of(
        cls, kind: Kind, values: dict[str, Any], source: str, import_id: str | None, *, id_is_firm: bool
    ) -> "Identity":
        """Return the identity of a checked row."""
        return cls(
            kind=kind,
            hub=values["hub"],
            sort_key=fold(values["name"])[:250],
            registry_id=values.get("registry_id"),
            host=_own(websites.host_of(values.get("website"))),
            source=source,
            source_id=import_id if id_is_firm else None,
        )

    @classmethod
    def known(cls, organisation: Organisation) -> "Identity":
        """Return what an organisation of ours is found by."""
        return cls(
            kind=organisation.kind,
            hub=organisation.hub,
            sort_key=organisation.sort_key,
            registry_id=organisation.registry_id,
            host=_own(organisation.website_host),
            source=organisation.import_source or "",
            source_id=organisation.import_id,
        )

    def marks(self) -> list[tuple[str, str]]:
        """Return what the firm may be looked up by, the surest first."""
        pairs = {
            "registry": self.registry_id or "",
            "source": f"{self.source}\n{self.source_id}" if self.source and self.source_id else "",
            "host": self.host or "",
            "name": f"{self.hub.value}\n{self.sort_key}" if self.sort_key else "",
        }
        return [(name, value) for name, value in pairs.items() if value]


def _own(host: str | None) -> str | None:
    return host if host and is_own_host(host) else None


class Candidates:
    """The organisations and removals that a batch of rows may stand for, read in two queries."""

    def __init__(self, kind: Kind, identities: Sequence[Identity]) -> None:
        self._organisations = list(
            db.session.scalars(
                select(Organisation)
                .where(Organisation.kind == kind, _may_be(Organisation, identities))
                .options(*WITH_DETAILS)
                .order_by(Organisation.id)
            )
        )
        self._removals = list(
            db.session.scalars(select(Removal).where(Removal.kind == kind, _may_be(Removal, identities)))
        )
        self._index: dict[tuple[str, str], list[Organisation]] = defaultdict(list)
        for organisation in self._organisations:
            self.add(organisation)

    def organisations(self) -> list[Organisation]:
        """Return all candidates that were read."""
        return self._organisations

    def add(self, organisation: Organisation) -> None:
        """Let later rows find an organisation that an earlier one made or changed."""
        for key in Identity.known(organisation).marks():
            if organisation not in self._index[key]:
                self._index[key].append(organisation)

    def removed(self, identity: Identity) -> bool:
        """Return whether the firm asked not to be listed."""
        return any(_same_firm(identity, removal) for removal in self._removals)

    def find(self, identity: Identity) -> Organisation | None:
        """Return the organisation of the identity: by registry number, source and id, website, name and hub.

        One whose registry number, or id in the same source, says that it is another firm is passed over.
        """
        for key in identity.marks():
            for organisation in self._index[key]:
                if not _contradicts(identity, organisation):
                    return organisation
        return None


def _contradicts(identity: Identity, organisation: Organisation) -> bool:
    if identity.registry_id and organisation.registry_id:
        return identity.registry_id != organisation.registry_id
    return bool(
        identity.source_id
        and identity.source == organisation.import_source
        and organisation.import_id
        and identity.source_id != organisation.import_id
    )


def _same_firm(identity: Identity, removal: Removal) -> bool:
    if identity.registry_id and identity.registry_id == removal.registry_id:
        return True
    if identity.host and identity.host == removal.website_host:
        return True
    return identity.hub is removal.hub and bool(identity.sort_key) and identity.sort_key == removal.sort_key


def _may_be(model: type[Organisation] | type[Removal], identities: Sequence[Identity]) -> ColumnElement[bool]:
    conditions = [
        model.registry_id.in_({i.registry_id for i in identities if i.registry_id}),
        model.website_host.in_({i.host for i in identities if i.host}),
        model.sort_key.in_({i.sort_key for i in identities}),
    ]
    if model is Organisation:
        conditions.append(Organisation.import_id.in_({i.source_id for i in identities if i.source_id}))
    return or_(*conditions)
