"""What is kept as long as it may be: shown before it goes, which it does by itself each night."""

from flask import Response

from common.contracts import SERVICES, erasing
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.bus import call

ANYWHERE = SERVICES[0]
"""The service whose call stands for those of all: each is made with the same right."""

retention = Noun("retention", "How long personal data are kept. For staff.")


@retention.route("/preview", methods=["POST"])
@allowed(erasing.preview_retention(ANYWHERE))
@retention.arguments(requests.Nothing(), required=False)
@retention.response(200, bodies.RetentionPreview)
def preview_retention(_: dict[str, str]) -> Response:
    """Say what would go if it were tidied up now: by service, class of data and store."""
    classes = [
        {"service": service, **one}
        for service in SERVICES
        for one in call(erasing.preview_retention(service))["classes"]
    ]
    return reply({"classes": classes})
