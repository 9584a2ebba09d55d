"""The queue of tasks: calls to make around a booking and after a visit."""

from typing import Any

from flask import Response

from common.contracts import followup as contract
from common.contracts.base import Call
from common.errors import Invalid
from gateway.api import bodies, requests
from gateway.api.changing import changed
from gateway.api.noun import Noun, allowed
from gateway.api.replies import ETAG, IF_MATCH, reply
from gateway.bus import call
from gateway.parts import parts

tasks = Noun("tasks", "Calls to make, letters to send, files to keep.")
missed_calls = Noun("missed-calls", "Calls to the booking line that nobody took.")


def public(task: dict[str, Any]) -> dict[str, Any]:
    return bodies.picked(bodies.TASK, task)


def moved(move: Call, task_id: str, asked: dict[str, Any]) -> Response:
    """Make *move* and return the task after it.

    Raises:
        Stale: ``If-Match`` names another revision; ``current`` is the task as it stands.
    """
    return changed(move, asked, read=contract.GET, public=public, task_id=task_id)


@tasks.route("")
@allowed(contract.LIST)
@tasks.arguments(requests.TasksAsked, location="query")
@tasks.response(200, bodies.Tasks)
def list_tasks(asked: dict[str, Any]) -> Response:
    """List calls, the most urgent first."""
    found = call(contract.LIST, **asked)
    here = [public(task) for task in found["tasks"]]
    return reply({"tasks": here, "next_cursor": found["next_cursor"]})


@tasks.route("/<task_id>")
@allowed(contract.GET)
@tasks.response(200, bodies.Task, headers=ETAG)
def get_task(task_id: str) -> Response:
    """Show a call to make; its state moves with the clock, so it is never 304."""
    task = public(call(contract.GET, task_id=task_id))
    return reply(task, revision=task["revision"])


@tasks.route("/<task_id>/take", methods=["POST"])
@allowed(contract.TAKE)
@tasks.arguments(requests.Nothing(), required=False)
@tasks.response(200, bodies.Task, headers=ETAG)
@tasks.doc(parameters=[IF_MATCH])
def take(asked: dict[str, Any], task_id: str) -> Response:
    """Take a call: it is yours until you record what it brought."""
    return moved(contract.TAKE, task_id, asked)


@tasks.route("/<task_id>/outcome", methods=["POST"])
@allowed(contract.RECORD)
@tasks.arguments(requests.NewOutcome())
@tasks.response(200, bodies.Task, headers=ETAG)
@tasks.doc(parameters=[IF_MATCH])
def record(asked: dict[str, Any], task_id: str) -> Response:
    """Record what the call brought."""
    return moved(contract.RECORD, task_id, asked)


@tasks.route("/<task_id>/file")
@allowed(contract.FILE_DRAFT)
@tasks.response(200, bodies.FileDraft)
def draft_file(task_id: str) -> Response:
    """Show what is known for the customer's file that this task asks for, and what is missing."""
    return reply(bodies.picked(bodies.FILE_DRAFT, call(contract.FILE_DRAFT, task_id=task_id)))


@tasks.route("/<task_id>/reassign", methods=["POST"])
@allowed(contract.REASSIGN)
@tasks.arguments(requests.Reassigning())
@tasks.response(200, bodies.Task, headers=ETAG)
@tasks.doc(parameters=[IF_MATCH])
def reassign(asked: dict[str, Any], task_id: str) -> Response:
    """Hand a task on to a role, or to a person; the reason is kept."""
    if login := asked.get("person"):
        person = parts().store.person(login)
        store_id = call(contract.GET, task_id=task_id)["store_id"]
        if person is None or not person.acting("").sees(store_id):
            raise Invalid.of(person="nobody here has that name")
        asked["role"] = person.role
    return moved(contract.REASSIGN, task_id, asked)


@missed_calls.route("", methods=["POST"])
@allowed(contract.LOG_MISSED_CALL)
@missed_calls.arguments(requests.NewMissedCall())
@missed_calls.response(201, bodies.MissedCall)
def log_missed_call(asked: dict[str, Any]) -> Response:
    """Log a call that nobody took; whoever called is called back, once however often they did."""
    logged = call(contract.LOG_MISSED_CALL, **asked)
    return reply({"task": public(logged["task"]), "joined": logged["joined"]}, 201)
