"""Whatever a program declares, the pack answers: a policy that fails would stop every preview of that program."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reprieve.peers.kinds import KINDS
from reprieve.peers.meanings import MEANINGS, VALUES
from reprieve.peers.rotation import TOLD_BY
from reprieve.resources.catalogue import RESOURCES
from reprieve_policy.subjects import DYNAMIC
from tests.policy.pack_side import ALIBABA, TENCENT, UNKNOWN_NUMBER, UNKNOWN_TEXT, Pack, hidden

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLES = 120
OWN = {token: list(resource.traits) for token, resource in RESOURCES.items()}
DYNAMIC_OWN = {token.replace("reprieve:index:", DYNAMIC): fields for token, fields in OWN.items()}


def camel(attribute: str) -> str:
    first, *others = attribute.split("_")
    return first + "".join(map(str.capitalize, others))


def token_of(kind: str) -> str:
    """Return the token that a package generated from the Terraform provider has for a type."""
    package, _, name = kind.partition("_")
    return f"{package}:index/{camel(name)}:{camel(name)[0].upper()}{camel(name)[1:]}"


PEERS = {
    token_of(kind): [camel(one) for one in {*MEANINGS.get(kind, {}).values(), *VALUES.get(kind, ()), *TOLD_BY, "arn"}]
    for kind in {*MEANINGS, *VALUES, *KINDS}
}
TOKENS = {**OWN, **DYNAMIC_OWN, **PEERS, "aws:s3/bucket:Bucket": ["tags"]}

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "7", "Enabled", "restore", "db-password", UNKNOWN_NUMBER, UNKNOWN_TEXT, "ENCRYPT_DECRYPT"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["shared", "owner", "", "a.b"]), inner, max_size=2),
        st.builds(hidden, inner),
    ),
    max_leaves=4,
)
PROVIDERS = st.sampled_from(
    [
        None,
        {},
        TENCENT,
        ALIBABA,
        {"cloud": UNKNOWN_TEXT},
        {"cloud": "elsewhere"},
        TENCENT | {"deletion": "no JSON"},
        ALIBABA | {"deletion": {"secret": {"minRecoveryWindowInDays": 9}}},
        {f"reprieve:{key}": value for key, value in TENCENT.items()},
    ]
)


@st.composite
def resources(draw: st.DrawFn) -> tuple[str, dict[str, Any], Mapping[str, Any] | None]:
    """Draw a type, any properties of it, and a provider."""
    token = draw(st.sampled_from(sorted(TOKENS)))
    fields = [*TOKENS[token], "tagsAll", "id", "deletionPlan"]
    return token, draw(st.dictionaries(st.sampled_from(fields), TREES, max_size=5)), draw(PROVIDERS)


SETTINGS: dict[str, Any] = {
    "tags_required": {"required": {"owner": "*"}},
    "shared_objects_restored": {"tags": {"shared": "*"}, "names": ["db-*"]},
    "protection_required": {"resources": ["Secret", "KmsKey", "ApiKey"]},
    "recovery_window_minimum": {"environments": [{"stacks": ["*"], "secretDays": 20, "keyDays": 20}]},
}


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
@given(st.lists(resources(), min_size=1, max_size=3))
def test_whatever_is_declared_is_judged_and_what_was_mended_needs_no_mending_again(
    declared: list[tuple[str, dict[str, Any], Mapping[str, Any] | None]],
) -> None:
    pack = Pack("prod").configure(**SETTINGS)
    first = pack.urn(declared[0][0], "r0")

    with chdir(Path(__file__).parent):
        for token, properties, provider in declared:
            pack.analyze(token, properties, provider)
            mended = {**properties, **pack.remediate(token, properties, provider)}
            assert pack.remediate(token, mended, provider) == {}
    pack.analyze_stack(
        pack.member(token, f"r{number}", properties, provider, **dict.fromkeys(list(properties)[: number % 2], first))
        for number, (token, properties, provider) in enumerate(declared)
    )
