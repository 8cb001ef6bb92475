"""What all lists of Alibaba Cloud's KMS share: numbered pages, and filters as JSON text."""

from collections.abc import Callable
from typing import Any, TypeVar

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.parameters import read_json
from reprieve_emulator.cloud import Call, Reply

_LONGEST_PAGE = 100
_MOST_FILTERS = 10
PAGE = "PageNumber:uint PageSize:uint"
"""The parameters of a list in pages."""

Item = TypeVar("Item")
Filters = dict[str, set[str]]


def page(call: Call, found: list[Item], size: int = 10) -> tuple[list[Item], Reply]:
    """Give the items of the page that a call asks for, and what the reply says of the page."""
    number, size = call.parameters.get("PageNumber", 1), call.parameters.get("PageSize", size)
    if number < 1:
        raise errors.invalid_parameter("PageNumber", "It is greater than 0.")
    if not 1 <= size <= _LONGEST_PAGE:
        raise errors.invalid_parameter("PageSize", f"It is 1 to {_LONGEST_PAGE}.")
    start = (number - 1) * size
    return found[start : start + size], {"PageNumber": number, "PageSize": size, "TotalCount": len(found)}


def read_filters(call: Call, known: frozenset[str]) -> Filters:
    """Give the allowed values by filter: different keys are all needed, of the values of one key any will do."""
    given = read_json(call.parameters, "Filters") or []
    if not isinstance(given, list) or len(given) > _MOST_FILTERS:
        raise errors.invalid_parameter("Filters", f"It is a list of up to {_MOST_FILTERS} filters.")
    filters: Filters = {}
    for term in given:
        name, values = _read_term(term)
        if name not in known:
            raise errors.invalid_parameter("Filters", f"Known are {', '.join(sorted(known))}.")
        filters.setdefault(name, set()).update(values)
    return filters


def matches(filters: Filters, facts: Callable[[str], set[str]]) -> bool:
    """Say whether something has one of the wanted values for every filter; `facts` gives its own by filter."""
    return all(wanted & facts(name) for name, wanted in filters.items())


def _read_term(term: Any) -> tuple[str, list[str]]:  # noqa: ANN401 - the text is JSON
    try:
        name, values = term["Key"], [str(value) for value in term["Values"]]
    except (KeyError, TypeError):
        raise errors.invalid_parameter("Filters", "A filter has Key and Values.") from None
    # the vendor's own text writes keyId beside KeyState
    return str(name)[:1].upper() + str(name)[1:], values
