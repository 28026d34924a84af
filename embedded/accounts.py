"""Who the servers run as: PostgreSQL refuses root, so under root it is `nobody`."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from embedded.errors import EmbeddedError


class PopenAccount(TypedDict, total=False):
    """What subprocess wants to know to change the account of a child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user of this machine; `other` when it is not the one this process runs as."""

    uid: int
    gid: int
    other: bool

    def popen(self) -> PopenAccount:
        """Arguments for subprocess that make a child run as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def give(self, folder: Path) -> None:
        """Make a folder that only this account may enter."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.other:
            os.chown(folder, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this account may walk down to `path`."""
        return not self.other or all(self._may_enter(folder) for folder in path.resolve().parents)

    def _may_enter(self, folder: Path) -> bool:
        info = folder.stat()
        if info.st_uid == self.uid:
            return bool(info.st_mode & 0o100)
        if info.st_gid == self.gid:
            return bool(info.st_mode & 0o010)
        return bool(info.st_mode & 0o001)


def account_for(cluster: Path, *, mine: int) -> Account:
    """The owner of an existing cluster, or the one that a new cluster of user `mine` gets."""
    owner = cluster.stat().st_uid if cluster.exists() else None
    if mine != 0:
        if owner not in (None, mine):
            raise EmbeddedError(
                f"{cluster} was made by another user ({_name(owner)}): run as that user, or move the folder away."
            )
        return Account(mine, os.getegid(), other=False)
    if owner:
        return Account(owner, cluster.stat().st_gid, other=True)
    entry = _service_user()
    return Account(entry.pw_uid, entry.pw_gid, other=True)


def _service_user() -> pwd.struct_passwd:
    name = os.environ.get("ESN_SERVICE_USER") or "nobody"
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise EmbeddedError(
            f"there is no user {name!r}: set ESN_SERVICE_USER to one that may run the database."
        ) from None


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)
