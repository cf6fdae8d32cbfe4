"""What an operator may set, from the environment (prefix KG_); made once at the edge and passed in."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


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
    host: str = "127.0.0.1"
    port: int = 8000
    api_keys: SecretStr = SecretStr("")
    """API keys as `NAME SCOPES SHA256`, parted by semicolons; see `api.access`."""
    api_keys_file: str = ""
    """A file of such entries, one a line."""
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
    map_geojson: str = ""
    """A GeoJSON file of the operator's own, drawn under the map; none is shipped."""
    max_body_bytes: int = 2_000_000
    """Requests to the API with a larger body are refused."""
    max_file_bytes: int = 50_000_000
    """Input files larger than this are refused."""
