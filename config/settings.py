"""The settings of a run: `config/settings.yaml`, overruled by GEOSTANCE_* environment variables."""

from __future__ import annotations

import difflib
import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

import config
from config.yamlfile import YamlFile, load_yaml, shaped
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_FOLDER = Path(config.__path__[0])
PREFIX = "GEOSTANCE_"
MIN_CONFIDENCE = 0.7  # below it a third of the stances in real articles was right
PRINTABLE = r"^[ -~]*$"
_HOST = re.compile(r"[\w.-]+")


def home_folder() -> Path:
    """Return where relative paths start: the checkout, or the current folder where there is none."""
    checkout = CONFIG_FOLDER.parent
    return checkout if (checkout / "prefect.yaml").is_file() else Path.cwd()


class Settings(BaseSettings):
    """All that a run goes by; read once, at its start, and handed on as values.

    Paths are absolute. `published` and `archive` lie beside the warehouse unless set.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    feeds: Path = Field(CONFIG_FOLDER / "feeds.yaml", description="feed list")
    watch: Path = Field(CONFIG_FOLDER / "watch.yaml", description="relations and matters a report shows")
    warehouse: Path = Field(Path("warehouse/geostance.duckdb"), description="DuckDB file a run loads")
    published: Path | None = Field(None, description="folder of the copies that analysts read")
    archive: Path | None = Field(None, description="folder of the raw responses (WARC)")
    archive_days: int | None = Field(None, ge=1, description="days of it that are kept; all unless set")
    operations: Path | None = Field(None, description="folder of Prefect's home, logs and pid files")
    ui_port: int = Field(4200, ge=1024, le=65535, description="port of the Prefect server and its UI")
    ui_password: str = Field(
        "", pattern=r"^[!-~]*$", repr=False, description="password of the UI and the API; empty: none"
    )
    notify_url: str = Field(
        "",
        pattern=r"^([A-Za-z][A-Za-z0-9+.-]*://[!-~]+)?$",
        repr=False,
        description="where word of failed nights is sent: a webhook, or an Apprise URL such as mailtos://",
    )
    run_days: int = Field(90, ge=1, le=36_500, description="days that runs stay in the UI, with their logs")
    log_format: Literal["text", "json"] = Field("text", description="what log lines are made of")
    least_free_gb: float = Field(2.0, ge=0, description="free disk, in GB, below which a night warns")
    user_agent: str = Field(
        "geostance/0.1", pattern=PRINTABLE, min_length=1, description="how requests name themselves"
    )
    contact: str = Field(
        "", pattern=PRINTABLE, description="web or mail address at which you can be reached, sent along"
    )
    obey_robots: bool = Field(default=True, description="fetch no page that a robots.txt disallows")
    longest_crawl_delay_seconds: float = Field(
        10.0, ge=0, le=300, description="longest pause that a robots.txt may ask for"
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="private hosts and networks that may be asked, such as news.intranet, 10.1.0.0/16"
    )
    fetch_workers: int = Field(8, ge=1, le=64, description="requests at the same time")
    per_host_delay_seconds: float = Field(1.0, ge=0, le=60, description="pause between requests to a host")
    request_timeout_seconds: float = Field(20.0, gt=0, le=300, description="longest silence of a host")
    request_deadline_seconds: float = Field(60.0, gt=0, le=900, description="longest time for a response")
    max_response_bytes: int = Field(10 * 2**20, ge=2**10, description="largest response, decompressed")
    batch_size: int = Field(25, ge=1, le=1000, description="entries gathered and loaded together")
    revisit_days: int = Field(
        3,
        ge=0,
        le=30,
        description="days in which an entry that its feed words anew is asked for again; 0: never",
    )
    max_revisits: int = Field(200, ge=0, le=10_000, description="entries asked for again in one night")
    story_days: int = Field(7, ge=0, le=60, description="days within which copies make one story")
    runner: Literal["thread", "process", "dask"] = Field("thread", description="where texts are read")
    workers: int = Field(2, ge=1, le=256, description="batches of texts read at the same time")
    max_entry_attempts: int = Field(5, ge=1, le=100, description="nights on which an entry is tried")
    tolerated_failed_share: float = Field(0.5, ge=0, le=1, description="share of feeds that may fail")
    min_confidence: float = Field(
        MIN_CONFIDENCE, ge=0, le=1, description="least probability of a stance that is kept"
    )
    names_model: str = Field(
        "", description="installed spaCy model, such as en_core_web_sm, that finds further names; empty: none"
    )

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Return the parts of one text, as a variable holds them: parted by commas."""
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("allowed_hosts")
    @classmethod
    def _refuse_addresses(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if not _HOST.fullmatch(host) and not _is_network(host):
                raise ValueError(f"{host!r} is neither a host nor a network; give no scheme, port or path")
        return hosts

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where values come from: the environment first, then what is handed over."""
        return env_settings, init_settings

    def with_paths(self, *, warehouse: Path | None = None, feeds: Path | None = None) -> Settings:
        """Return the settings with another warehouse or feed list.

        The published copies and the archive go with the warehouse, unless they were set.
        """
        changes = {"warehouse": warehouse, "feeds": feeds}
        return self.model_copy(update={name: path.resolve() for name, path in changes.items() if path})

    @property
    def signature(self) -> str:
        """The name that requests bear: who asks, and where to reach them."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @property
    def published_folder(self) -> Path:
        """The folder of the published copies."""
        return self.published or self.warehouse.parent / "published"

    @property
    def operations_folder(self) -> Path:
        """The folder of Prefect's home, logs and pid files."""
        return self.operations or self.warehouse.parent / "operations"

    @property
    def archive_folder(self) -> Path:
        """The folder of the raw responses."""
        return self.archive or self.warehouse.parent / "archive"


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def load_settings(path: Path | None = None) -> Settings:
    """Return the settings of a file, overruled by the environment; without a file the defaults.

    Raises ConfigError naming file and line, or the variable, and what is allowed.
    """
    path = path or CONFIG_FOLDER / "settings.yaml"
    _refuse_unknown_variables(os.environ)
    file = load_yaml(path) if path.is_file() else YamlFile(path, {}, None)
    if file.value is None:  # a file of comments
        file = YamlFile(path, {}, None)
    try:
        settings = shaped(file, Settings)
    except ConfigError as error:
        raise _blame_variable(error) from error
    return _anchored(settings, home_folder())


def _anchored(settings: Settings, folder: Path) -> Settings:
    names = ("feeds", "watch", "warehouse", "published", "archive", "operations")
    paths = {name: getattr(settings, name) for name in names}
    return settings.model_copy(
        update={name: (folder / path.expanduser()).resolve() for name, path in paths.items() if path}
    )


def _refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    """Raise for a misspelt variable, which pydantic would pass over in silence."""
    allowed = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in allowed:
            near = difflib.get_close_matches(name.upper(), allowed, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; allowed: {', '.join(allowed)}"
            raise ConfigError(f"{name}: no such setting{hint}")


def _blame_variable(error: ConfigError) -> ConfigError:
    """Return the error with the variable's name in front, where a variable is to blame."""
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False)[0]
        variable = PREFIX + str(first["loc"][0]).upper() if first["loc"] else ""
        if variable in os.environ:
            said = first["msg"][:1].lower() + first["msg"][1:]
            return ConfigError(f"{variable}: {said}, not {first['input']!r}")
    return error
