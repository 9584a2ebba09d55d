"""The queue of tasks: whom to call, until when, and what the call brought (FU-01 to FU-11)."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from common.contracts import followup
from common.contracts.booking import IllegalTransition
from common.contracts.followup import AFTER_VISIT, TASK_STATES
from common.errors import Invalid, Stale
from gateway import bus
from gateway.auth import current_person
from gateway.portal import portal
from gateway.portal.filing import FileForm
from gateway.portal.forms import HandingOn, Moving, Outcome, put_beside
from gateway.portal.frame import enter
from gateway.portal.refusals import refusal

A_PAGE = 50


@portal.get("/stores/<store_id>/tasks")
def list_tasks(store_id: str) -> str:
    """List the tasks of a store, the most urgent first; the queue itself decides the order."""
    enter(store_id)
    state = request.args.get("state")
    state = state if state in TASK_STATES else None
    found = bus.call(
        followup.LIST,
        store_id=store_id,
        state=state,
        kind=request.args.get("kind") or None,
        owner=request.args.get("owner") or None,
        overdue=True if request.args.get("overdue") else None,
        mine=bool(request.args.get("mine")),
        cursor=request.args.get("cursor") or None,
        limit=A_PAGE,
    )
    return render_template(
        "portal/tasks.html",
        tasks=found["tasks"],
        next_cursor=found["next_cursor"],
        state=state,
        states=TASK_STATES,
        role=current_person.role,
    )


@portal.get("/tasks/<task_id>")
def read_task(task_id: str) -> str:
    return _show(task_id)


@portal.post("/tasks/<task_id>/take")
def take_task(task_id: str) -> Response:
    form = Moving()
    try:
        bus.call(followup.TAKE, task_id=task_id, if_revision=form.revision.data)
    except (Stale, IllegalTransition) as error:
        flash(refusal(error), "warning")
    else:
        flash(_("It is yours now."))
    return _back(task_id)


@portal.post("/tasks/<task_id>/outcome")
def record_outcome(task_id: str) -> Response | tuple[str, int]:
    form, task = Outcome(), bus.call(followup.GET, task_id=task_id)
    if not form.validate():
        return _show(task_id, form), 422
    try:
        bus.call(
            followup.RECORD,
            task_id=task_id,
            if_revision=form.revision.data,
            outcome=form.outcome.data,
            notes=form.notes.data or "",
            agenda=form.agenda.data,
            recommended_booking=form.recommended,
            expected_at=form.expected_on(task["start"] or task["opens_at"], task["timezone"]),
            reason=form.no_show_reason.data or None,
        )
    except Invalid as error:
        put_beside(form, error, form.FIELDS)
        return _show(task_id, form), 422
    except (Stale, IllegalTransition) as error:
        flash(refusal(error), "warning")
    else:
        flash(_("The outcome is recorded."))
    return _back(task_id)


@portal.post("/tasks/<task_id>/file")
def keep_file(task_id: str) -> Response | tuple[str, int]:
    form, task = FileForm(), bus.call(followup.GET, task_id=task_id)
    if not form.validate():
        return _show(task_id, filing=form), 422
    try:
        bus.call(
            followup.RECORD,
            task_id=task_id,
            if_revision=form.revision.data,
            outcome="filed",
            file=form.file,
            next_call=form.next_call(task["timezone"]),
        )
    except Invalid as error:
        put_beside(form, error, form.FIELDS)
        return _show(task_id, filing=form), 422
    except (Stale, IllegalTransition) as error:
        flash(refusal(error), "warning")
    else:
        flash(_("The file is kept, and the next call is planned."))
    return _back(task_id)


@portal.post("/tasks/<task_id>/reassign")
def hand_on_task(task_id: str) -> Response | tuple[str, int]:
    form = HandingOn()
    if not form.validate():
        return _show(task_id, handing_on=form), 422
    try:
        bus.call(
            followup.REASSIGN,
            task_id=task_id,
            if_revision=form.revision.data,
            role=form.role.data,
            reason=form.why.data,
        )
    except (Stale, IllegalTransition) as error:
        flash(refusal(error), "warning")
    else:
        flash(_("It is handed on."))
    return _back(task_id)


def _show(
    task_id: str,
    form: Outcome | None = None,
    handing_on: HandingOn | None = None,
    filing: FileForm | None = None,
) -> str:
    task = bus.call(followup.GET, task_id=task_id)
    enter(task["store_id"])
    if filing is None and "filed" in task["outcomes"] and "record" in task["legal_moves"]:
        draft = bus.call(followup.FILE_DRAFT, task_id=task_id)
        filing = FileForm.of(draft["known"], task["revision"])
    return render_template(
        "portal/task.html",
        task=task,
        filing=filing,
        after_visit=task["kind"] in AFTER_VISIT,
        moving=Moving(formdata=None, revision=task["revision"]),
        form=(form or Outcome(formdata=None, revision=task["revision"])).only(task["outcomes"]),
        handing_on=(handing_on or HandingOn(formdata=None, revision=task["revision"])).only(
            task["roles"]
        ),
    )


def _back(task_id: str) -> Response:
    return redirect(url_for("portal.read_task", task_id=task_id), code=303)
