"""Why a call by machine stands where it stands, and why a text is followed by one."""

CALL_SENTENCES = {
    "sms_failed": (
        "短信未送达（运营商代码 {code}），改为自动致电。",
        "The SMS did not arrive (carrier's code {code}), so the customer is called.",
    ),
    "sms_again": (
        "短信暂时无法送达（运营商代码 {code}），稍后再发一次。",
        "The SMS could not be delivered yet (carrier's code {code}); it is sent once more.",
    ),
    "call_again": (
        "上一次自动致电无人接听，稍后再拨。",
        "Nobody took the last call; it is tried again.",
    ),
    "before_visit": ("到店前自动致电确认。", "The call before the visit, made by machine."),
    "answered": ("客户已经答复，无需再致电。", "The customer has answered; no call is needed."),
    "too_near": (
        "离到店时间太近，不再自动致电。",
        "The visit is too near for a call by machine.",
    ),
    "voice_off": (
        "短信未送达，门店未启用自动语音电话，请致电客户。",
        "The SMS did not arrive and the store has no calls by machine. Please telephone.",
    ),
    "not_textable": (
        "该号码无法接收短信，也无法自动致电（运营商代码 {code}），请核对号码并联系客户。",
        "No message can go to this number (code {code}). Please check it and telephone.",
    ),
    "line_busy": ("电话占线，未接通。", "The line was busy."),
    "rang_out": ("电话无人接听。", "Nobody took the call."),
    "call_failed": (
        "电话无法拨通（代码 {code}），请核对号码。",
        "The call could not be put through (code {code}). Please check the number.",
    ),
    "machine": (
        "接听的是语音信箱，只留言请客户回电。",
        "A machine took the call; it was only asked for a call back.",
    ),
    "no_input": ("客户接听但没有按键答复。", "The customer listened but pressed no key."),
    "hung_up": ("客户没有答复就挂断了。", "The customer hung up without an answer."),
    "said_confirm": ("客户在电话中按键确认。", "The customer confirmed by key."),
    "said_cancel": ("客户在电话中按键取消预约。", "The customer cancelled by key."),
    "said_to_rebook": (
        "客户在电话中按键要求改时间。",
        "The customer asked by key for another time.",
    ),
    "wants_person": (
        "客户在电话中要求人工服务，请致电客户。",
        "The customer asked for a person on the telephone. Please call them.",
    ),
    "refused_by_key": (
        "已过自助取消或改期的时限，请客户致电门店。",
        "Too late to cancel or change by key; the customer was asked to call the store.",
    ),
    "overtaken": (
        "致电时预约已变，已告知客户。",
        "The booking had changed by the time of the call; the customer was told so.",
    ),
}
