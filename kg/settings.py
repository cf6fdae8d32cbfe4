"""What an operator may set, from the environment (prefix KG_); made once at the edge and passed in."""

from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the command line and the API. Never mutated: derive another with `model_copy`."""

    model_config = SettingsConfigDict(env_prefix="KG_", frozen=True, extra="ignore")

    store: str = "kg.kgl"
    """Where the graph is: a file path, or a bolt:// or neo4j:// address."""
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr = SecretStr("")
    neo4j_database: str = ""
    """The database of the server; empty: the user's home database."""
    neo4j_retry_seconds: float = 30.0
    """How long a write is repeated while the server is away."""
    decisions: str = ""
    """A CSV file with decisions of reviewers on which ids are one thing; empty: those that the store was made with."""
    host: str = "127.0.0.1"
    port: int = 8000
    api_keys: SecretStr = SecretStr("")
    """API keys as `NAME SCOPES SHA256`, parted by semicolons; see `api.access`."""
    api_keys_file: str = ""
    """A file of such entries, one a line."""
    origins: str = ""
    """Origins of pages elsewhere that may ask the API from a browser, parted by spaces: https://desk.example."""
    requests_per_minute: int = 600
    """Requests that one key, or one address without a key, may make where keys are needed."""
    query_timeout: float = 10.0
    """Seconds that one query may take."""
    query_bytes: int = 10_000_000
    """Bytes that the answer to one query may have."""
    query_memory: int = 1_000_000_000
    """Bytes of memory that one query of an analyst may take, where the embedded store runs it."""
    query_rows: int = 10_000
    """Rows that one query may return."""
    voices: Annotated[tuple[str, ...], NoDecode] = ()
    """Voices from outside that take part in the extraction, parted by semicolons: spacy:PATH, llm:URL."""
    voice_weight: float = 4.0
    """Log-odds that such a voice adds to a name that it proposes."""
    llm_model: str = "default"
    """Name of the model behind a chat endpoint; its key, if it needs one, is in KG_LLM_KEY."""
    llm_timeout: float = 60.0
    """Seconds that one answer of a language model may take."""
    llm_retries: int = Field(default=1, ge=0, le=5)
    """How often a question is repeated that found no usable answer."""
    llm_confidence: float = Field(default=0.6, ge=0, le=1)
    """The confidence of facts that only a language model has proposed."""
    map_geojson: str = ""
    """A GeoJSON file of the operator's own, drawn under the map; none is shipped."""
    ingest: bool = False
    """Take articles over HTTP without a key of scope ingest; where there is such a key they are taken anyway."""
    jobs: str = ""
    """The file with the jobs of the API; empty: beside the store's file, or kg-jobs.sqlite for a store on a server."""
    ingest_articles: int = Field(default=1000, ge=1)
    """Articles that one request may bring."""
    ingest_waiting: int = Field(default=20_000, ge=1)
    """Articles that may wait to be taken in; more are refused until there are fewer."""
    max_body_bytes: int = 2_000_000
    """Requests to the API with a larger body are refused."""
    max_file_bytes: int = 50_000_000
    """Input files larger than this are refused."""

    @field_validator("voices", mode="before")
    @classmethod
    def _parted(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        return tuple(part.strip() for part in given.split(";") if part.strip())
