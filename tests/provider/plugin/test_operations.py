from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal

import pytest
from grpc import StatusCode

from reprieve.errors import Denied, HalfMade, Problem
from reprieve.fields import UNKNOWN, Hidden
from reprieve.lifecycle import check, create, delete, diff, read, update
from reprieve.lifecycle.check import Checked, Naming
from reprieve.lifecycle.create import Created
from reprieve.lifecycle.diff import Change, Difference
from reprieve.lifecycle.operation import Recorded
from reprieve.plugin.stubs import provider_pb2, status_pb2
from reprieve.plugin.values import SIGNATURE, decode, encode
from tests.provider.plugin.fakes import PLANTED, URN, failure

if TYPE_CHECKING:
    from reprieve.fields import Properties
    from tests.provider.plugin.fakes import Core, Service

RECORDED = Recorded("db", inputs={"b": 2}, state={"a": 1})


def test_check_config_fills_in_and_leaves_the_engines_own_key_alone(service: Service) -> None:
    news = encode({"cloud": "tencentcloud", "region": "ap-guangzhou", "version": "0.1.0", "secretKey": UNKNOWN})

    answer = service.CheckConfig(provider_pb2.CheckRequest(news=news))

    assert not answer.failures
    assert decode(answer.inputs) == {"cloud": "tencentcloud", "region": "ap-guangzhou", "secretKey": UNKNOWN}


def test_check_config_names_the_property_unless_it_is_a_secret(service: Service) -> None:
    news = encode({"cloud": "moon", "region": "r", "accessKey": {"a": PLANTED}, "secretKey": PLANTED})

    failures = service.CheckConfig(provider_pb2.CheckRequest(news=news)).failures

    assert {failure.property for failure in failures} == {"cloud", ""}
    assert "accessKey: must be a text" in {failure.reason for failure in failures}
    assert PLANTED not in str(failures)


def test_a_changed_configuration_replaces_nothing(service: Service) -> None:
    olds = encode({"cloud": "tencentcloud", "region": "a", "version": "0.1.0"})
    news = encode({"cloud": "tencentcloud", "region": "b", "version": "0.2.0"})

    same = service.DiffConfig(provider_pb2.DiffRequest(olds=olds, old_inputs=olds, news=olds))
    other = service.DiffConfig(provider_pb2.DiffRequest(olds=olds, old_inputs=olds, news=news))

    assert same == provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)
    assert other == provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_SOME, diffs=["region"])


def test_configure_reads_objects_that_come_as_json(service: Service) -> None:
    args = encode(
        {
            "cloud": "tencentcloud",
            "region": "r",
            "secretKey": Hidden("k"),
            "accessKey": Hidden("a"),
            "defaultTags": '{"team": "shop"}',
            "version": "0.1.0",
        }
    )

    answer = service.Configure(provider_pb2.ConfigureRequest(args=args))

    assert answer.acceptSecrets
    assert answer.supportsPreview
    assert answer.supports_autonaming_configuration
    assert not answer.acceptResources
    assert not answer.acceptOutputs


def test_configure_refuses_bad_values_without_telling_them(service: Service) -> None:
    args = encode({"cloud": "tencentcloud", "region": "r", "secretKey": Hidden([PLANTED])})

    code, said, _ = failure(lambda: service.Configure(provider_pb2.ConfigureRequest(args=args)))

    assert code is StatusCode.INVALID_ARGUMENT
    assert said == "secretKey: must be a text"


def test_an_unknown_resource_type_is_refused_by_name(configured: Service) -> None:
    urn = URN.replace("Secret", "Lamp")

    code, said, _ = failure(lambda: configured.Create(provider_pb2.CreateRequest(urn=urn)))
    checked = configured.Check(provider_pb2.CheckRequest(urn=urn))

    assert code is StatusCode.INVALID_ARGUMENT
    assert said.startswith('reprieve has no resource "reprieve:index:Lamp"; it has ')
    assert checked.failures[0].reason == said


def test_an_unknown_function_is_refused_by_name(configured: Service) -> None:
    answer = configured.Invoke(provider_pb2.InvokeRequest(tok="reprieve:index:getLamp"))

    assert answer.failures[0].reason.startswith('reprieve has no function "reprieve:index:getLamp"; it has ')


def test_wrong_arguments_of_a_function_are_named_all_at_once(configured: Service) -> None:
    args = encode({"resource": "Secrt", "forceDelet": True})
    answer = configured.Invoke(provider_pb2.InvokeRequest(tok="reprieve:index:getDeletionPlan", args=args))

    assert [failure.reason for failure in answer.failures] == [
        "id: is required",
        "resource: must be one of Secret, KmsKey, ApiKey",
        'forceDelet: is not a property of getDeletionPlan; did you mean "forceDelete"?',
    ]


def test_a_list_of_an_unknown_resource_is_refused_by_name(configured: Service) -> None:
    code, said, _ = failure(lambda: next(iter(configured.List(provider_pb2.ListRequest(token="reprieve:index:Lamp")))))

    assert code is StatusCode.INVALID_ARGUMENT
    assert said.startswith('reprieve has no resource "reprieve:index:Lamp"; it has ')


def test_check_passes_secrets_and_unknowns_through(configured: Service, core: Core) -> None:
    inputs: Properties = {"secretString": Hidden(UNKNOWN), "tags": {"a": Hidden("b")}, "recoveryWindowInDays": 14}
    core.answers(check, "check", Checked(inputs, ()))

    answer = configured.Check(
        provider_pb2.CheckRequest(urn=URN, olds=encode({"name": "db"}), news=encode(inputs), randomSeed=b"seed")
    )

    assert decode(answer.inputs) == inputs
    assert core.was_asked(URN, {"name": "db"}, inputs, Naming("random", seed=b"seed"))


@pytest.mark.parametrize("mode", ["propose", "enforce", "disable"])
def test_naming_is_as_the_engine_was_configured(
    configured: Service, core: Core, mode: Literal["propose", "enforce", "disable"]
) -> None:
    core.answers(check, "check", Checked({}, ()))
    options = provider_pb2.CheckRequest.AutonamingOptions(
        proposed_name="db-1", mode=provider_pb2.CheckRequest.AutonamingOptions.Mode.Value(mode.upper())
    )

    configured.Check(provider_pb2.CheckRequest(urn=URN, autonaming=options, randomSeed=b"seed"))

    assert core.was_asked(URN, {}, {}, Naming(mode, "db-1", b"seed"))


def test_check_lists_every_problem(configured: Service, core: Core) -> None:
    problems = (Problem("name", "is too long"), Problem("secretString", "is empty", secret=True))
    core.answers(check, "check", Checked({}, problems))

    answer = configured.Check(
        provider_pb2.CheckRequest(urn=URN, news=encode({"name": "n" * 300, "secretString": PLANTED}))
    )

    assert [(failed.property, failed.reason) for failed in answer.failures] == [
        ("name", "is too long"),
        ("", "secretString: is empty"),
    ]


def test_an_asset_is_a_failure_on_its_field(configured: Service) -> None:
    asset = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": PLANTED}

    answer = configured.Check(provider_pb2.CheckRequest(urn=URN, news=encode({"secretString": asset})))

    assert [failed.reason for failed in answer.failures] == [
        "secretString: an asset is not accepted here; give its text"
    ]


def test_diff_tells_every_kind_of_change(configured: Service, core: Core) -> None:
    changes = {
        "name": Change("update", replaces=True),
        'tags["a.b"]': Change("add"),
        "tags.c": Change("delete"),
        "kmsKeyId": Change("add", replaces=True),
        "kmsInstanceId": Change("delete", replaces=True),
        "enabled": Change("update"),
    }
    core.answers(diff, "diff", Difference(changes, delete_before_replace=True))

    answer = configured.Diff(
        provider_pb2.DiffRequest(
            urn=URN,
            id="db",
            olds=encode({"a": 1}),
            old_inputs=encode({"b": 2}),
            news=encode({"c": UNKNOWN}),
        )
    )

    assert answer.changes == provider_pb2.DiffResponse.DIFF_SOME
    assert list(answer.diffs) == ["enabled", "kmsInstanceId", "kmsKeyId", "name", "tags"]
    assert list(answer.replaces) == ["kmsInstanceId", "kmsKeyId", "name"]
    assert answer.deleteBeforeReplace
    assert answer.hasDetailedDiff
    kinds = {path: provider_pb2.PropertyDiff.Kind.Name(each.kind) for path, each in answer.detailedDiff.items()}
    assert kinds == {
        "name": "UPDATE_REPLACE",
        'tags["a.b"]': "ADD",
        "tags.c": "DELETE",
        "kmsKeyId": "ADD_REPLACE",
        "kmsInstanceId": "DELETE_REPLACE",
        "enabled": "UPDATE",
    }
    assert not any(each.inputDiff for each in answer.detailedDiff.values())
    assert core.was_asked(URN, RECORDED, {"c": UNKNOWN})


def test_no_change_is_said_so(configured: Service, core: Core) -> None:
    core.answers(diff, "diff", Difference({}, delete_before_replace=True))

    answer = configured.Diff(provider_pb2.DiffRequest(urn=URN, id="db"))

    assert answer == provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE, deleteBeforeReplace=True)


@pytest.mark.parametrize("preview", [True, False])
def test_create_returns_id_and_state_and_asks_to_be_read(configured: Service, core: Core, *, preview: bool) -> None:
    state: Properties = {"name": "db", "accountId": UNKNOWN if preview else "1", "secretString": Hidden(PLANTED)}
    core.answers(create, "create", Created("" if preview else "db", state))

    answer = configured.Create(
        provider_pb2.CreateRequest(urn=URN, properties=encode({"name": "db"}), preview=preview, timeout=7.5)
    )

    assert (answer.id, decode(answer.properties)) == ("" if preview else "db", state)
    assert answer.refresh_before_update
    assert core.was_asked(URN, {"name": "db"}, preview=preview)


def test_without_live_checks_nothing_is_read_before_an_update(service: Service, core: Core) -> None:
    service.Configure(
        provider_pb2.ConfigureRequest(args=encode({"cloud": "tencentcloud", "region": "r", "liveChecks": "false"}))
    )
    core.answers(create, "create", Created("db", {}))
    core.answers(read, "read", Recorded("db", {}, {}))
    core.answers(update, "update", {})

    assert not service.Create(provider_pb2.CreateRequest(urn=URN)).refresh_before_update
    assert not service.Read(provider_pb2.ReadRequest(urn=URN, id="db")).refresh_before_update
    assert not service.Update(provider_pb2.UpdateRequest(urn=URN, id="db")).refresh_before_update


def test_read_returns_inputs_and_state(configured: Service, core: Core) -> None:
    core.answers(read, "read", Recorded("db", {"name": "db"}, {"name": "db", "status": "enabled"}))

    answer = configured.Read(
        provider_pb2.ReadRequest(urn=URN, id="db", properties=encode({"a": 1}), inputs=encode({"b": 2}), timeout=3)
    )

    assert (answer.id, decode(answer.inputs)) == ("db", {"name": "db"})
    assert decode(answer.properties) == {"name": "db", "status": "enabled"}
    assert answer.refresh_before_update
    assert core.was_asked(URN, RECORDED)


def test_what_is_gone_is_an_empty_answer(configured: Service, core: Core) -> None:
    core.answers(read, "read", None)

    answer = configured.Read(provider_pb2.ReadRequest(urn=URN, id="db", inputs=encode({"b": 2})))

    assert answer == provider_pb2.ReadResponse()
    assert not answer.HasField("properties")


def test_update_passes_all_sides(configured: Service, core: Core) -> None:
    core.answers(update, "update", {"name": "db"})

    answer = configured.Update(
        provider_pb2.UpdateRequest(
            urn=URN,
            id="db",
            olds=encode({"a": 1}),
            old_inputs=encode({"b": 2}),
            news=encode({"c": 3}),
            ignoreChanges=["tags"],
            preview=True,
            timeout=9,
        )
    )

    assert decode(answer.properties) == {"name": "db"}
    assert answer.refresh_before_update
    assert core.was_asked(URN, RECORDED, {"c": 3}, ignored=["tags"], preview=True)


def test_delete_passes_recorded_inputs_and_state(configured: Service, core: Core) -> None:
    core.answers(delete, "delete", None)

    configured.Delete(
        provider_pb2.DeleteRequest(
            urn=URN, id="db", properties=encode({"a": 1}), old_inputs=encode({"b": 2}), timeout=4
        )
    )

    assert core.was_asked(URN, RECORDED)


def test_a_cloud_error_reaches_the_user_in_its_own_words(configured: Service, core: Core) -> None:
    core.answers(delete, "delete", Denied("ssm:DeleteSecret", "AuthFailure", "no", "req-1", "grant it"))

    code, said, _ = failure(lambda: configured.Delete(provider_pb2.DeleteRequest(urn=URN, id="db")))

    assert code is StatusCode.PERMISSION_DENIED
    assert said == "ssm:DeleteSecret answered AuthFailure (no), request req-1; grant it"


@pytest.mark.parametrize(("preview", "code"), [(True, StatusCode.ABORTED), (False, StatusCode.UNKNOWN)])
def test_a_defect_in_a_call_shows_no_value_and_no_traceback(
    configured: Service, core: Core, *, preview: bool, code: StatusCode
) -> None:
    core.answers(create, "create", KeyError(PLANTED))

    raised, said, _ = failure(lambda: configured.Create(provider_pb2.CreateRequest(urn=URN, preview=preview)))

    assert raised is code
    assert said.startswith("KeyError at plugin/operations.py:")
    assert said.endswith("; this is a defect of reprieve, please report it")
    assert PLANTED not in said


def test_a_half_made_resource_comes_with_its_detail(configured: Service, core: Core) -> None:
    core.answers(create, "create", HalfMade("db", {"name": "db"}, ["the tags were not written"]))

    code, _, trailing = failure(lambda: configured.Create(provider_pb2.CreateRequest(urn=URN)))
    status = status_pb2.Status.FromString(trailing["grpc-status-details-bin"])
    detail = provider_pb2.ErrorResourceInitFailed()

    assert code.value[0] == status.code
    assert status.details[0].Unpack(detail)
    assert (detail.id, decode(detail.properties)) == ("db", {"name": "db"})
    assert list(detail.reasons) == ["the tags were not written"]
    assert detail.refresh_before_update


def test_values_of_many_megabytes_pass(configured: Service, core: Core) -> None:
    large: Properties = {"secretString": Hidden("x" * 8_000_000)}
    core.answers(check, "check", Checked(large, ()))

    assert decode(configured.Check(provider_pb2.CheckRequest(urn=URN, news=encode(large))).inputs) == large


@pytest.mark.parametrize(("given", "seconds"), [(0.0, 300.0), (900.0, 900.0)])
def test_an_operation_has_the_time_that_the_program_gives_it(
    configured: Service, core: Core, monkeypatch: pytest.MonkeyPatch, given: float, seconds: float
) -> None:
    monkeypatch.setattr("reprieve.lifecycle.session.time", SimpleNamespace(monotonic=lambda: 1000.0))
    core.answers(delete, "delete", None)

    configured.Delete(provider_pb2.DeleteRequest(urn=URN, id="db", timeout=given))

    assert core.operation
    assert core.operation.job.deadline == 1000.0 + seconds
