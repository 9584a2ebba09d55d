"""What languages, roles and kinds of actor are called."""

from flask_babel import lazy_gettext as _l

LANGUAGES = {"zh": "简体中文", "zh-Hant": "繁體中文", "en": "English"}

ROLES = {
    "booking_agent": _l("Booking specialist"),
    "reception": _l("Service reception"),
    "advisor": _l("Service advisor"),
    "advisor_supervisor": _l("Advisor supervisor"),
    "consultant": _l("Consultant"),
    "cr_clerk": _l("Customer relations clerk"),
    "cr_supervisor": _l("Customer relations supervisor"),
    "bdc": _l("Business development centre"),
    "workshop_supervisor": _l("Workshop supervisor"),
    "tracking_clerk": _l("Tracking clerk"),
    "business_supervisor": _l("Business supervisor"),
    "manager": _l("Store manager"),
    "head_office": _l("Head office"),
    "operator": _l("Operator"),
}

SIGN_INS = {
    "browser": _l("Browser"),
    "token": _l("Program"),
    "single_sign_on": _l("Single sign-on"),
}

ACTORS = {
    "staff": _l("Staff"),
    "partner": _l("Partner platform"),
    "customer": _l("Customer"),
    "service": _l("Slipboard itself"),
}
