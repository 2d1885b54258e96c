"""Digests that tell whether two vectorizers read texts the same way, without pickle."""

import functools
import hashlib
import json
from typing import Any

import numpy as np

_PROBE = "startup énergie mobility 2030 l'innovation des villes, AI & déchets"


def of_parameters(vectorizer: Any) -> str:
    """A digest of the class and the parameters of `vectorizer`; functions count by their full name."""
    parameters = {"class": _name(type(vectorizer)), "parameters": _plain(vectorizer.get_params(deep=True))}
    return _digest(json.dumps(parameters, sort_keys=True))


def of_vectorizer(vectorizer: Any) -> str:
    """A digest of the parameters of a fitted vectorizer and of the vector it gives a text.

    The text is made of some of its own feature names where it has any, so that another fit is noticed.
    Values count to six digits: the last bits of a logarithm differ between machines.
    """
    from scipy.sparse import coo_array

    names = _feature_names(vectorizer)
    probe = " ".join([_PROBE, *names[:: max(1, len(names) // 64)]])
    vector = coo_array(vectorizer.transform([probe]))
    values = [f"{value:.6g}" for value in np.asarray(vector.data, dtype=np.float64).tolist()]
    state = [_digest("\n".join(names)), list(vector.shape), vector.coords[1].tolist(), values]
    return _digest(json.dumps([of_parameters(vectorizer), state], sort_keys=True))


def _feature_names(vectorizer: Any) -> list[str]:
    listed = getattr(vectorizer, "get_feature_names_out", None)
    return [str(name) for name in listed()] if listed else []


def _plain(value: Any) -> Any:
    """`value` as JSON values that do not depend on addresses or on the order of sets."""
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(one) for one in value]
    if isinstance(value, functools.partial):
        return [_name(value.func), _plain(value.args), _plain(value.keywords)]
    return _name(value)


def _name(value: Any) -> str:
    """What tells a class, a function or an object from others: where it stands, what a function does."""
    own = getattr(value, "fingerprint", None)
    named = value if hasattr(value, "__qualname__") else type(value)
    code = getattr(value, "__code__", None)
    # Two lambdas of one module share their name; only their code differs.
    body = [code.co_code.hex(), code.co_names, _constants(code)] if code else []
    name = f"{getattr(named, '__module__', 'builtins')}.{named.__qualname__}"
    return str([name, *body, own() if callable(own) and not isinstance(value, type) else ""])


def _constants(code: Any) -> list[Any]:
    return [constant for constant in code.co_consts if isinstance(constant, str | int | float | None)]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
