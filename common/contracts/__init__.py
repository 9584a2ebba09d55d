"""The words the services share: calls, events and errors as data, one module a publisher.

``HEARS`` says who listens to what.  Queues are declared from it before anybody speaks,
so that no fact is told to an empty room.
"""

from common.contracts import booking, followup, notification, reporting
from common.contracts.base import Event

ALL = (booking, notification, followup, reporting)
SERVICES = tuple(module.SERVICE for module in ALL)
EVENTS: dict[str, type[Event]] = {event.type: event for module in ALL for event in module.EVENTS}

HEARS: dict[str, tuple[type[Event], ...]] = {
    booking.SERVICE: (),
    notification.SERVICE: (
        *booking.FACTS,
        *followup.EVENTS,
        notification.MessageFailed,
        booking.WaitlistJoined,
        booking.WaitlistOffered,
        booking.WaitlistClosed,
        booking.NextDayListPublished,
        booking.OrderRefunded,
    ),
    followup.SERVICE: (
        *booking.BEFORE_SERVICE,
        booking.BookingStarted,
        booking.BookingCompleted,
        notification.MessageReceived,
        notification.CallWanted,
        notification.MessageHeld,
    ),
    reporting.SERVICE: (
        *booking.FACTS,
        booking.NextDayListPublished,
        booking.ArrivalRecorded,
        booking.SeriesConflict,
        *notification.FACTS,
        *followup.TASK_FACTS,
        followup.CustomerErased,
    ),
}
