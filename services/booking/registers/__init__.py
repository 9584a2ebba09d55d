"""Registers and forms as data: one YAML file each; a new one needs no Python (FM-27)."""

from pathlib import Path

from services.booking.definitions import Definitions
from services.booking.domain.registers import Register
from services.booking.registers.faults import faults_of
from services.booking.registers.schema import RegisterSchema

REGISTERS: Definitions[Register] = Definitions(
    "register", Path(__file__).parent, RegisterSchema, faults_of
)

names, register = REGISTERS.names, REGISTERS.named
read, register_of = REGISTERS.read, REGISTERS.made_of
