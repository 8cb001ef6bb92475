from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from tests.leaks.needles import AWKWARD, found

ENCODED = {
    "plain": AWKWARD,
    "json": json.dumps({"secretString": AWKWARD}),
    "json within json": json.dumps({"body": json.dumps({"secretString": AWKWARD})}),
    "a url": f"https://kms/?SecretData={quote(AWKWARD)}",
    "base64": base64.b64encode(AWKWARD.encode()).decode(),
    "base64 of more": base64.b64encode(f"a{AWKWARD}b".encode()).decode(),
    "hex": AWKWARD.encode().hex(),
    "repr": repr({"value": AWKWARD}),
    "bytes": repr(AWKWARD.encode()),
}


@pytest.mark.parametrize("form", ENCODED)
def test_a_planted_value_is_found_in_every_form(form: str) -> None:
    assert found(ENCODED[form], [AWKWARD, "another"]) == {AWKWARD}


def test_what_is_not_there_is_not_found() -> None:
    assert found("nothing [secret] here", [AWKWARD]) == set()
