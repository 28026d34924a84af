"""docker-compose.yml, its proxy and its image are sound, as far as it can be told without an engine."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import validators

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = "builtin_schemas/vendor/compose-spec.json"
NAMES = re.compile(r"\$\{([A-Z_]+)")
SET_BY_THE_IMAGE = {"STATIC_ROOT", "MEDIA_ROOT", "ESN_DATA_DIR"}


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def written_settings() -> set[str]:
    """The variables that .env.example explains."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return {line.split("=", 1)[0] for line in lines if line and not line.startswith("#")}


def test_it_follows_the_compose_specification(compose: Any) -> None:
    schema = json.loads(files("check_jsonschema").joinpath(SCHEMA).read_text())
    trouble = [error.message for error in validators.validator_for(schema)(schema).iter_errors(compose)]
    assert trouble == []


def test_all_the_parts_are_there_and_say_when_they_are_well(compose: Any) -> None:
    services = compose["services"]
    assert set(services) == {"proxy", "web", "live", "worker", "beat", "migrate", "db", "redis", "mailpit"}
    assert [name for name, service in services.items() if name != "migrate" and "healthcheck" not in service] == []
    assert services["migrate"]["restart"] == "no"


def test_whoever_waits_waits_for_somebody(compose: Any) -> None:
    services = compose["services"]
    for name, service in services.items():
        for other, wish in service.get("depends_on", {}).items():
            assert other in services, f"{name} waits for {other}"
            if wish["condition"] == "service_healthy":
                assert "healthcheck" in services[other], f"{name} waits for the health of {other}"
            else:
                assert (other, wish["condition"]) == ("migrate", "service_completed_successfully")


def test_what_is_kept_is_kept_in_named_volumes(compose: Any) -> None:
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith("./")
    }
    assert used == set(compose["volumes"])
    assert {"db", "redis", "media"} <= used


def test_only_the_proxy_is_reached_from_outside(compose: Any) -> None:
    reached = {name for name, service in compose["services"].items() if "ports" in service}
    assert reached == {"proxy", "mailpit"}
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["mailpit"]["ports"])


def test_every_variable_is_explained_and_passed_on(compose: Any) -> None:
    asked = set(NAMES.findall((ROOT / "docker-compose.yml").read_text()))
    assert asked - written_settings() == set()
    read = set(re.findall(r'"([A-Z][A-Z_]+)"', (ROOT / "esn" / "settings.py").read_text())) & written_settings()
    passed = set(compose["x-app"]["environment"])
    assert read - passed - SET_BY_THE_IMAGE - {"DEBUG", "LOG_PLAIN"} == set()


def test_every_setting_that_is_read_is_explained() -> None:
    source = (ROOT / "esn" / "settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|required|number|switch|one_of|environ\.get)\(\s*"([A-Z_]+)"', source))
    assert read - written_settings() == set()


def test_commands_name_programs_that_the_image_has(compose: Any) -> None:
    locked = (ROOT / "requirements.txt").read_text()
    for name in ("web", "live", "worker", "beat"):
        program = compose["services"][name]["command"][0]
        assert re.search(rf"^{program}==", locked, re.MULTILINE), f"{name} runs {program}"


def test_the_proxy_knows_the_parts_it_asks(compose: Any) -> None:
    asked = re.findall(r"server (\w+):8000", (ROOT / "deploy" / "proxy.conf").read_text())
    assert set(asked) == {"web", "live"} <= set(compose["services"])


def test_the_proxy_sets_all_its_headers_in_one_place() -> None:
    inside = re.findall(r"location[^{]*\{([^}]*)\}", (ROOT / "deploy" / "proxy.conf").read_text())
    assert len(inside) == 4
    assert [block for block in inside if "proxy_set_header" in block] == []


def test_the_image_copies_what_there_is_and_runs_as_nobody_special() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER potluck$", text, re.MULTILINE)
    assert text.index("USER potluck") > text.rindex("RUN ")
    stages = re.findall(r"^FROM \S+(?: AS (\w+))?$", text, re.MULTILINE)
    assert re.findall(r"--from=(\w+)", text) == [stage for stage in stages if stage in {"build", "static"}]


def test_what_is_not_needed_stays_out_of_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".venv", ".data", ".env", "tests"} <= set(ignored)
