"""The description of the interface is true: programs that follow it or try to break it are met."""

from __future__ import annotations

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from engine.questions.given import READING
from engine.web.asking import BESIDE
from tests.engine.web.conftest import Served

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance,
          response_schema_conformance]  # fmt: skip


def test_the_description_names_every_filter_of_the_command_line(served: Served) -> None:
    from engine.cli.filters import OPTIONS

    described = served.ask("/api/openapi.json").json
    named = {one["name"] for one in described["paths"]["/api/search"]["get"]["parameters"]}
    assert named == {*OPTIONS, *BESIDE, *READING, "brief", "top", "now", "sort", "after"}


def test_whatever_is_asked_the_answer_is_one_that_is_described(served: Served) -> None:
    described = served.ask("/api/openapi.json").json
    schema = schemathesis.openapi.from_dict(described)
    schema.config.update(base_url=served.url)
    met = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(
            max_examples=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            response = case.call(timeout=30)
            met.add((case.operation.path, response.status_code))
            case.validate_response(response, checks=CHECKS)

        ask()
    assert {path for path, _ in met} == set(described["paths"])
    assert {status for _, status in met} <= {200, 400, 404}
