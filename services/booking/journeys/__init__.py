"""Journeys as data: one YAML file a trade, read into values; a new trade needs no Python."""

from pathlib import Path

from services.booking.definitions import Definitions
from services.booking.domain.journeys import Journey
from services.booking.journeys.faults import faults_of
from services.booking.journeys.schema import JourneySchema

JOURNEYS: Definitions[Journey] = Definitions(
    "journey", Path(__file__).parent, JourneySchema, faults_of
)
"""One a trade, and the requests that need no store."""

names, journey = JOURNEYS.names, JOURNEYS.named
read, journey_of = JOURNEYS.read, JOURNEYS.made_of
