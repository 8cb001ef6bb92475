"""What all resources share: the fields of a deletion, the outputs, and how a model's fields are read as facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field, SecretStr, StrictBool

from reprieve.driver import Status
from reprieve.fields import Choice, Default, Trait
from reprieve.shapes import Model


class OnPendingDeletion(Choice):
    """What to do about an object that is pending deletion."""

    AUTO = "auto", "A creation restores one with its own mark; one that was scheduled outside is left alone."
    RESTORE = "restore", "It is brought back, whoever scheduled its deletion."
    FAIL = "fail", "The preview fails."


class Inputs(Model):
    """The inputs that every resource has."""

    deletion_protection: Annotated[StrictBool | None, Trait.LOCAL, Default(value=False)] = Field(
        None,
        description="Refuse every deletion of this object while this is recorded in the state, also when the code is "
        "gone. Set on the cloud as well where the cloud has it. Default `false`.",
    )


class DeletionPlan(Model):
    """What a deletion of the object would do, from inputs, rules and limits alone."""

    steps: list[str] = Field(description="The calls, in order.")
    recovery_window_in_days: int | None = Field(
        None, description="Days between the deletion and the real end; absent where there is no window."
    )
    reversible: bool = Field(description="Whether the deletion can be undone.")
    undo: str = Field(description="What undoes it.")


class OwnershipMark(Model):
    """The two tags that say whose object it is, as last seen."""

    stack: str = Field(description="Value of the tag `reprieve:stack`.")
    resource: str = Field(description="Value of the tag `reprieve:resource`.")


class Outputs(Model):
    """The outputs that every resource has besides its inputs."""

    cloud: str = Field(description="The cloud that holds the object.")
    region: str = Field(description="The region that holds the object.")
    account_id: str = Field(description="The account that holds the object.")
    status: Status = Field(description="The object's state in the cloud.")
    creation_date: str | None = Field(
        None, description="When the cloud made the object (UTC, ISO 8601); filled by the first read."
    )
    deletion_date: str | None = Field(
        None, description="When a pending deletion becomes final (UTC, ISO 8601); only while pending."
    )
    deletion_plan: DeletionPlan = Field(description="What a deletion of this object would do.")
    ownership_mark: OwnershipMark | None = Field(None, description="The ownership mark, as last seen.")
    unfinished_steps: list[str] | None = Field(
        None, description="Fields that a failed run left unwritten; the next `up` writes them."
    )


@dataclass(frozen=True)
class Resource:
    """One resource type: its token and its two shapes."""

    name: str
    description: str
    inputs: type[Inputs]
    outputs: type[Outputs]

    @property
    def token(self) -> str:
        """The schema's token."""
        return f"reprieve:index:{self.name}"

    @cached_property
    def traits(self) -> Mapping[str, frozenset[Trait]]:
        """The traits of every input, by its name in the schema."""
        return {
            str(info.alias): frozenset(fact for fact in info.metadata if isinstance(fact, Trait))
            | ({Trait.SECRET} if info.annotation in {SecretStr, SecretStr | None} else frozenset())
            for info in self.inputs.model_fields.values()
        }

    @cached_property
    def defaults(self) -> Mapping[str, bool | str]:
        """What counts for every input that has a default, whatever the cloud and the configuration."""
        facts = ((str(info.alias), fact) for info in self.inputs.model_fields.values() for fact in info.metadata)
        return {name: fact.plain for name, fact in facts if isinstance(fact, Default)}

    @cached_property
    def secret_fields(self) -> frozenset[str]:
        """Every input or output that is always secret."""
        outputs = {
            str(info.alias)
            for info in self.outputs.model_fields.values()
            if info.annotation in {SecretStr, SecretStr | None}
        }
        return self.having(Trait.SECRET) | outputs

    def having(self, trait: Trait) -> frozenset[str]:
        """Every input that has the trait."""
        return frozenset(name for name, traits in self.traits.items() if trait in traits)
