from __future__ import annotations

import subprocess
import sys

from reprieve.plugin.stubs import provider_pb2


def run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_the_messages_load_without_pulumi_and_without_the_core() -> None:
    loaded = run(
        "import sys, reprieve.__main__\n"
        "print([name for name in ('pulumi', 'pydantic', 'reprieve.lifecycle', 'tencentcloud') if name in sys.modules])"
    )

    assert loaded == "[]"


def test_a_later_import_of_pulumi_is_a_real_one_and_reads_the_same_bytes() -> None:
    said = run(
        "from reprieve.plugin.stubs import provider_pb2 as ours\n"
        "import pulumi\n"
        "from pulumi.runtime.proto import provider_pb2 as theirs\n"
        "sent = ours.CreateResponse(id='db', refresh_before_update=True)\n"
        "got = theirs.CreateResponse.FromString(sent.SerializeToString())\n"
        "print(pulumi.Output.__name__, got.id, got.refresh_before_update)"
    )

    assert said == "Output db True"


def test_an_earlier_import_of_pulumi_stays_in_place() -> None:
    said = run(
        "import pulumi, sys\n"
        "from reprieve.plugin.stubs import provider_pb2\n"
        "print(sys.modules['pulumi'] is pulumi, provider_pb2.CreateResponse(id='db').id)"
    )

    assert said == "True db"


def test_a_half_made_resource_can_ask_to_be_read_again() -> None:
    assert "refresh_before_update" in provider_pb2.ErrorResourceInitFailed.DESCRIPTOR.fields_by_name
