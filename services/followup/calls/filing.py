"""The customer's file: what is known for it, and those that were made (CU-01, CU-02)."""

from typing import Any

from common.bus.requests import serves
from common.contracts import followup as contract
from common.errors import NotFound
from common.phones import masked
from services.followup.documents.files import as_reply
from services.followup.domain.files import KIND, known_of, missing_of
from services.followup.domain.tasks import Task


class Filing:
    """For the service class to inherit, which brings ``store`` and ``by``."""

    store: Any
    by: Any
    _before: Any
    _seen: Any
    _stores: Any

    @serves(contract.FILE_DRAFT)
    def file_draft(self, task_id: str) -> dict[str, Any]:
        """Say what booking and earlier visits tell already, so that nobody asks twice."""
        task: Task = self._seen(task_id)
        if task.kind != KIND:
            raise NotFound(what="file of task", id=task_id)
        known = known_of(task, self._before(task).file)
        told = {
            name: value.isoformat() if name.endswith("_on") else value
            for name, value in known.items()
        }
        if "phone" in told and "customers:read" not in self.by.may:
            told["phone"] = masked(told["phone"])
        return {"known": told, "missing": missing_of(known)}

    @serves(contract.FILES)
    def files(self, customer_id: str, store_id: str | None) -> dict[str, Any]:
        """List the files of a customer in the stores of who asks (PV-05)."""
        found = self.store.files_of(customer_id, self._stores(store_id))
        return {"files": [as_reply(file, self.by) for file in found]}
