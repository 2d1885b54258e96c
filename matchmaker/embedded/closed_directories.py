"""Run a program as an unprivileged account that may nevertheless pass directories closed to it.

Run by root as a script of its own: ``python closed_directories.py UID GID PROGRAM ARGUMENT...``. Linux only.
A clone in root's home lies behind a directory no other account may enter. Opening that directory would
change the machine for good; this hands the one right to pass it to the one program, for as long as it runs.
"""

import ctypes
import os
import sys

_VERSION_3 = 0x20080522
_PR_SET_SECUREBITS = 28
# Rights survive the change of ids, and access(2), by which PostgreSQL looks for its parts, honours them.
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
# The first suffices; the second is what containers usually leave to root.
_PASSING = {"CAP_DAC_READ_SEARCH": 2, "CAP_DAC_OVERRIDE": 1}


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def _become(uid: int, gid: int) -> None:
    """Take the ids of the account for good, and keep of root's rights only the one to pass directories."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(_VERSION_3, 0), (_Sets * 2)()
    _check(libc.capget(ctypes.byref(header), ctypes.byref(sets)))
    right = next((number for number in _PASSING.values() if sets[0].permitted & 1 << number), None)
    if right is None:
        sys.exit("no right to pass closed directories is ours to give")
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    _check(libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setresuid(uid, uid, uid)
    kept = (_Sets * 2)(_Sets(1 << right, 1 << right, 1 << right), _Sets(0, 0, 0))
    _check(libc.capset(ctypes.byref(header), ctypes.byref(kept)))
    _check(libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, right, 0, 0))


def _check(status: int) -> None:
    if status != 0:
        sys.exit(os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    _become(int(sys.argv[1]), int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606 - a program named by our own code, no shell
