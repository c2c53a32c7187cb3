"""Settings: defaults, file, environment, and what is said of a wrong one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.settings import CONFIG_FOLDER, PREFIX, Settings, load_settings
from tasks.errors import ConfigError


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "absent.yaml")
    assert settings.feeds == CONFIG_FOLDER / "feeds.yaml"
    assert settings.warehouse == CONFIG_FOLDER.parent / "warehouse" / "geostance.duckdb"
    assert settings.published_folder == settings.warehouse.parent / "published"
    assert settings.archive_folder == settings.warehouse.parent / "archive"


def test_a_file_of_comments_changes_nothing(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, "# nothing\n")) == load_settings(tmp_path / "absent.yaml")


def test_the_environment_overrules_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "batch_size: 7\nfetch_workers: 3\n")
    monkeypatch.setenv("GEOSTANCE_BATCH_SIZE", "9")
    settings = load_settings(path)
    assert (settings.batch_size, settings.fetch_workers) == (9, 3)


def test_paths_are_absolute_and_know_the_home(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, "warehouse: data/w.duckdb\narchive: ~/raw\n"))
    assert settings.warehouse == CONFIG_FOLDER.parent / "data" / "w.duckdb"
    assert settings.published_folder == CONFIG_FOLDER.parent / "data" / "published"
    assert settings.archive_folder == Path("~/raw").expanduser()


def test_copies_go_with_another_warehouse_unless_they_are_set(tmp_path: Path) -> None:
    moved = load_settings(tmp_path / "absent.yaml").with_paths(warehouse=tmp_path / "other.duckdb")
    assert moved.published_folder == tmp_path / "published"
    settings = load_settings(written(tmp_path, f"published: {tmp_path / 'pub'}\n"))
    assert settings.with_paths(warehouse=tmp_path / "x" / "o.duckdb").published_folder == tmp_path / "pub"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("batch_sise: 3\n", r"settings.yaml:1: batch_sise: unknown key; allowed: feeds, watch, warehouse, "),
        (
            "# a\nbatch_size: 0\n",
            r"settings.yaml:2: batch_size: input should be greater than or equal to 1, not 0",
        ),
        ("min_confidence: high\n", r"settings.yaml:1: min_confidence: .*valid number.*'high'"),
        ("- batch_size\n", r"settings.yaml:1: .*valid dictionary"),
        ("batch_size: 1\nbatch_size: 2\n", r"settings.yaml:2: batch_size: stands twice"),
        ("batch_size: [1\n", r"settings.yaml:2: malformed YAML"),
    ],
)
def test_a_wrong_file_is_named_with_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as raised:
        load_settings(written(tmp_path, text))
    assert "\n" not in str(raised.value)


def test_a_wrong_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTANCE_BATCH_SIZE", "many")
    with pytest.raises(ConfigError, match=r"^GEOSTANCE_BATCH_SIZE: .*valid integer.*'many'$"):
        load_settings(tmp_path / "absent.yaml")


def test_an_unknown_variable_is_named_with_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOSTANCE_BATCH_SISE", "3")
    with pytest.raises(
        ConfigError, match=r"GEOSTANCE_BATCH_SISE: no such setting; did you mean GEOSTANCE_BATCH_SIZE\?"
    ):
        load_settings(tmp_path / "absent.yaml")


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_hosts_are_a_list_in_a_file_and_parted_by_commas_in_a_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "allowed_hosts: [news.intranet, 10.1.0.0/16]\n")
    assert load_settings(path).allowed_hosts == ("news.intranet", "10.1.0.0/16")
    monkeypatch.setenv("GEOSTANCE_ALLOWED_HOSTS", "127.0.0.1, ::1,")
    assert load_settings(path).allowed_hosts == ("127.0.0.1", "::1")
    monkeypatch.setenv("GEOSTANCE_ALLOWED_HOSTS", "http://news.intranet/")
    with pytest.raises(ConfigError, match=r"GEOSTANCE_ALLOWED_HOSTS: .*neither a host nor a network"):
        load_settings(path)
