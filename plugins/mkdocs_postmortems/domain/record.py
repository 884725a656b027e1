"""The base of every record."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable value whose fields are all known; its JSON Schema is published for editors."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
