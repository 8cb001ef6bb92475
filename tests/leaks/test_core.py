"""The core's own objects and errors: no repr, no message and no traceback of theirs shows a value."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import pytest

from reprieve.calls import Job
from reprieve.config import Config
from reprieve.errors import HalfMade, ReprieveError
from reprieve.fields import Hidden
from reprieve.lifecycle.operation import Recorded
from reprieve.lifecycle.state import typed
from reprieve.resources.secret import SECRET
from tests.accounts import Account
from tests.contract.rows import REGIONS
from tests.contract.runs import Run
from tests.leaks.needles import AWKWARD, found

if TYPE_CHECKING:
    from reprieve_emulator.control import Control

SENDS = ("/clouds/tencentcloud/client.py", "/clouds/alicloud/client.py", "/provider/reprieve/calls.py")
"""The only code that has a value in clear: from the moment of sending on."""


def config_of(emulator: Control, cloud: str) -> Config:
    account = Account.of(emulator.add_account("core", cloud=cloud))
    keys = {"accessKey": account.access_key, "secretKey": AWKWARD, "securityToken": AWKWARD, "profile": AWKWARD}
    return Config.read({"cloud": cloud, "region": REGIONS[cloud], "endpoint": emulator.url, **keys})


@pytest.mark.parametrize("cloud", REGIONS)
def test_no_repr_and_no_text_of_the_core_shows_a_value(emulator: Control, cloud: str) -> None:
    inputs = {
        "name": "db",
        "secretString": Hidden(AWKWARD),
        "tags": {"a": Hidden(AWKWARD)},
        "secretBinary": Hidden([AWKWARD]),
    }
    config = config_of(emulator, cloud)
    run = Run.begin(config, SECRET)
    model = typed(SECRET, {"name": "db", "secretString": Hidden(AWKWARD), "secretBinary": Hidden(AWKWARD)})
    objects = [
        config,
        run.operation,
        run.process.job(run.urn),
        Recorded("db", inputs, inputs),
        Recorded("db", inputs, inputs).live,
        model,
        HalfMade("db", inputs, ["it is disabled"]),
        inputs,
        Job,
    ]

    for each in objects:
        assert found(f"{each!r} {each} {vars(each) if hasattr(each, '__dict__') else ''}", [AWKWARD]) == set()


@pytest.mark.parametrize("cloud", REGIONS)
def test_no_traceback_with_all_its_variables_shows_a_value(emulator: Control, cloud: str) -> None:
    account = Account.of(emulator.add_account("core", cloud=cloud))
    keys = {"accessKey": account.access_key, "secretKey": account.secret_key}
    config = Config.read({"cloud": cloud, "region": REGIONS[cloud], "endpoint": emulator.url, **keys})
    emulator.add_fault(action="CreateSecret", code="InvalidParameter", message=f"bad: {AWKWARD}", count=None)

    with pytest.raises(ReprieveError) as caught:
        Run.begin(config, SECRET).create(name="db", secretString=Hidden(AWKWARD))

    assert "bad: [secret]" in str(caught.value)
    frames = [
        (frame.filename, str(frame.locals))
        for error in causes(caught.value)
        for frame in traceback.TracebackException.from_exception(error, capture_locals=True).stack
        if "/provider/reprieve/" in frame.filename and not frame.filename.endswith(SENDS)
    ]
    assert len(frames) > 2
    assert {name for name, variables in frames if found(variables, [AWKWARD, account.secret_key])} == set()


def causes(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error and error not in chain:  # an error that says more is its own cause
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain
