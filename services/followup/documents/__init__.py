"""What followup keeps, as Mongo keeps it and as callers read it."""

from services.followup.documents.tasks import (
    Place,
    as_cursor,
    as_document,
    as_place,
    as_reply,
    as_task,
)

__all__ = ["Place", "as_cursor", "as_document", "as_place", "as_reply", "as_task"]
