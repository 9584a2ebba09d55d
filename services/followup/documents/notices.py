"""Notices and stores as Mongo keeps them."""

from typing import Any

from services.followup.documents.shapes import fields_of, plain
from services.followup.domain.notices.notice import Notice
from services.followup.domain.notices.shops import Shop
from services.followup.personal import NOTICE


def as_document(kept: Notice | Shop) -> dict[str, Any]:
    return NOTICE.sealed(plain(kept)) if isinstance(kept, Notice) else plain(kept)


def as_notice(document: dict[str, Any]) -> Notice:
    return Notice(**fields_of(Notice, NOTICE.opened(document)))


def as_shop(document: dict[str, Any]) -> Shop:
    return Shop(**fields_of(Shop, document))
