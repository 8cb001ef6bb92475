"""The policies of the pack, and how each is offered to the engine."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, cast

from pulumi_policy import ResourceValidationPolicy, StackValidationPolicy
from pulumi_policy.proxy import unknown_checking_proxy

from reprieve_policy.policies import (
    force_delete,
    key_rotation,
    kms_instance,
    protection,
    recovery_window,
    secret_outlives_key,
    shared_objects,
    tags,
    value_in_clear,
)
from reprieve_policy.policy import Policy, ResourcePolicy, Stack, StackPolicy
from reprieve_policy.settings import read_settings, schema_of
from reprieve_policy.subjects import Declaration
from reprieve_policy.trees import plain

if TYPE_CHECKING:
    from pulumi_policy import (
        PolicyResource,
        ReportViolation,
        ResourceValidationArgs,
        StackValidationArgs,
    )

POLICIES: tuple[Policy, ...] = (
    recovery_window.POLICY,
    force_delete.POLICY,
    protection.POLICY,
    secret_outlives_key.POLICY,
    key_rotation.POLICY,
    value_in_clear.POLICY,
    tags.POLICY,
    shared_objects.POLICY,
    kms_instance.POLICY,
)
"""Every policy, in the order of the docs."""

DOCS = "docs/policy.md"


def offered() -> list[ResourceValidationPolicy | StackValidationPolicy]:
    """Return the policies as the engine's library takes them; any PolicyPack can have them."""
    return [_over_stack(policy) if isinstance(policy, StackPolicy) else _over_resource(policy) for policy in POLICIES]


def _over_resource(policy: ResourcePolicy[Any, Any]) -> ResourceValidationPolicy:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        subject = policy.about(_declaration(args, args.props))
        if subject is not None:
            settings = read_settings(policy.settings, policy.name, args.get_config())
            for fault in policy.judge(subject, settings, Stack.of(args.urn, args.stack_tags)):
                report(fault, None)

    return ResourceValidationPolicy(
        policy.name,
        policy.demand,
        validate,
        policy.level,
        schema_of(policy.settings),
        remediate=_remediation(policy) if policy.mend else None,
        remediation_steps=policy.to_do,
        url=DOCS,
    )


def _remediation(policy: ResourcePolicy[Any, Any]) -> Any:  # noqa: ANN401 - the library's own callback type
    def remediate(args: ResourceValidationArgs) -> Mapping[str, Any] | None:
        # here the library hands out unknown values as they are
        seen = unknown_checking_proxy(plain(args.props))
        subject = policy.about(_declaration(args, seen))
        if subject is None or policy.mend is None:
            return None
        settings = read_settings(policy.settings, policy.name, args.get_config())
        stack = Stack.of(args.urn, args.stack_tags)
        if not any(policy.judge(subject, settings, stack)):
            return None
        changed = cast("MutableMapping[str, Any]", args.props)
        changes = policy.mend(subject, settings, stack)
        for name, value in changes.items():
            changed[name] = value
        return changed if changes else None

    return remediate


def _over_stack(policy: StackPolicy[Any]) -> StackValidationPolicy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        if not args.resources:
            return
        settings = read_settings(policy.settings, policy.name, args.get_config())
        stack = Stack.of(args.resources[0].urn, args.stack_tags)
        for urn, fault in policy.judge([_member(one) for one in args.resources], settings, stack):
            report(fault, urn)

    return StackValidationPolicy(
        policy.name,
        policy.demand,
        validate,
        policy.level,
        schema_of(policy.settings),
        remediation_steps=policy.to_do,
        url=DOCS,
    )


def _declaration(args: ResourceValidationArgs, props: Mapping[str, Any]) -> Declaration:
    provider = args.provider.props if args.provider else None
    return Declaration(args.resource_type, args.urn, props, provider, bool(args.opts.protect))


def _member(one: PolicyResource) -> Declaration:
    return Declaration(
        one.resource_type,
        one.urn,
        one.props,
        one.provider.props if one.provider else None,
        bool(one.opts.protect),
        {name: frozenset(other.urn for other in others) for name, others in one.property_dependencies.items()},
        frozenset(other.urn for other in one.dependencies),
    )
