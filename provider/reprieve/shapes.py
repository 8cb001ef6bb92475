"""Models are the single source of shape: how they are spelled, and what is said when a value does not fit one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from reprieve.errors import InputError, Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


Shape = TypeVar("Shape", bound=BaseModel)


class Model(BaseModel):
    """A shape: the Python names are snake_case, the schema's are camelCase."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )


SYNONYMS: Mapping[str, str] = {
    "pendingWindowInDays": "recoveryWindowInDays",
    "pendingDeleteWindowInDays": "recoveryWindowInDays",
    "pendingDeletionWindowInDays": "recoveryWindowInDays",
    "deletionWindowInDays": "recoveryWindowInDays",
    "forceDeleteWithoutRecovery": "forceDelete",
    "force": "forceDelete",
    "protect": "deletionProtection",
    "deleteProtection": "deletionProtection",
    "secretName": "name",
    "secretValue": "secretString",
    "secretData": "secretString",
    "encryptionKeyId": "kmsKeyId",
    "dkmsInstanceId": "kmsInstanceId",
    "hsmClusterId": "kmsInstanceId",
    "isEnabled": "enabled",
    "keyUsages": "keyUsage",
    "rotationInterval": "rotationPeriodInDays",
    "accessKey": "accessKeyId",
}
"""What other providers and the vendors call a field; only those that the model has are suggested."""

_SAID: Mapping[str, str] = {
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "dict_type": "must be a map of texts",
    "list_type": "must be a list",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "missing": "is required",
}


def names(model: type[BaseModel]) -> list[str]:
    """List the model's fields as the schema spells them."""
    return [str(info.alias) for info in model.model_fields.values()]


def fitted(model: type[Shape], values: Mapping[str, object], what: str) -> Shape:
    """Return the values as the model; raises InputError with everything that does not fit."""
    try:
        return model.model_validate(values)
    except ValidationError:
        raise InputError(problems_of(model, values, what)) from None


def problems_of(model: type[BaseModel], values: Mapping[str, object], what: str) -> list[Problem]:
    """Say everything about the values that does not fit the model; `what` names the model to the reader."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return [_problem(model, what, detail) for detail in error.errors(include_url=False, include_input=False)]
    return []


def _problem(model: type[BaseModel], what: str, detail: ErrorDetails) -> Problem:
    path = _path(detail["loc"])
    if detail["type"] == "extra_forbidden":
        *parents, unknown = detail["loc"]
        return Problem(path, f"is not a property of {what}{_suggestion(_model_at(model, parents), str(unknown))}")
    if detail["type"] == "enum":
        return Problem(path, f"must be one of {detail['ctx']['expected'].replace(' or ', ', ').replace(chr(39), '')}")
    return Problem(path, _SAID.get(detail["type"], detail["msg"].lower()))


def _model_at(model: type[BaseModel], location: Sequence[int | str]) -> type[BaseModel]:
    """Return the model of a nested object."""
    for part in location:
        kinds = [info.annotation for info in model.model_fields.values() if info.alias == part]
        nested = [kind for found in kinds for kind in (found, *get_args(found)) if isinstance(kind, type)]
        model = next((kind for kind in nested if issubclass(kind, BaseModel)), model)
    return model


def _suggestion(model: type[BaseModel], unknown: str) -> str:
    known = {name.lower(): name for name in names(model)}
    if SYNONYMS.get(unknown, "").lower() in known:
        return f'; did you mean "{SYNONYMS[unknown]}"?'
    folded = unknown.replace("_", "").lower()
    close = difflib.get_close_matches(folded, known, n=1, cutoff=0.7)
    return f'; did you mean "{known[close[0]]}"?' if close else ""


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.isidentifier():
            path += f".{part}" if path else part
        else:
            path += f'["{part}"]'
    return path
