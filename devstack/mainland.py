"""Tencent's stand-in in a stack: only where a route of SMS names Tencent and no account does."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from common.sms_routes import TENCENT, fault_of, routes_of

TEMPLATES = Path(__file__).parent / "tencent" / "templates.yaml"


def is_wanted(env: Mapping[str, str]) -> bool:
    """Say whether *env* routes SMS to Tencent without naming an account there."""
    routes = env.get("SLIPBOARD_SMS_ROUTES", "")
    if fault_of(routes) or env.get("SLIPBOARD_TENCENT_SECRET_ID"):
        return False
    return TENCENT in routes_of(routes).values()


def account_at(url: str) -> dict[str, str]:
    """Return the settings of a newly drawn account at a stand-in at *url*."""
    return {
        "SLIPBOARD_TENCENT_URL": url,
        "SLIPBOARD_TENCENT_SECRET_ID": "AKID" + secrets.token_hex(16),
        "SLIPBOARD_TENCENT_SECRET_KEY": secrets.token_hex(16),
        "SLIPBOARD_TENCENT_APP_ID": "1400006666",
        "SLIPBOARD_TENCENT_TEMPLATES": str(TEMPLATES),
        "SLIPBOARD_TENCENT_CALLBACK_TOKEN": secrets.token_hex(16),
    }


def command(port: int, env: Mapping[str, str]) -> list[str]:
    """Return how the stand-in is started on *port*; its account it finds in *env*."""
    token = env["SLIPBOARD_TENCENT_CALLBACK_TOKEN"]
    reports = f"{env['SLIPBOARD_PUBLIC_URL']}/tencent/status?token={token}"
    return ["devstack.tencent", "--port", str(port), "--callback", reports]
