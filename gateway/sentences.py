"""What each error code means, in a sentence for a person: title, then what to do."""

SENTENCES: dict[str, dict[str, tuple[str, str]]] = {
    "validation_failed": {
        "zh": ("请求内容有误", "请按每一项的提示修改后重新提交。"),
        "en": ("The request makes no sense", "Correct what each field says and send it again."),
    },
    "not_a_slot": {
        "zh": ("这个时间不能开始", "请选择一个可预约的开始时间。"),
        "en": ("Nobody may start at that time", "Choose one of the times that may be booked."),
    },
    "slot_taken": {
        "zh": ("这个时间已被约满", "请从其他可预约的时间中选择。"),
        "en": ("That time has been taken", "Choose one of the times that are still free."),
    },
    "hold_expired": {
        "zh": ("为您保留的时间已失效", "请重新选择时间。"),
        "en": ("The place is no longer held", "Search again and hold or book another time."),
    },
    "outside_hours": {
        "zh": ("不在营业时间内", "请选择门店营业时间内的时间。"),
        "en": ("The store is closed then", "Choose a time within the store's hours."),
    },
    "lead_time": {
        "zh": ("预约时间太近", "请选择更晚的时间，或致电门店。"),
        "en": ("That is too soon", "Choose a later time, or call the store."),
    },
    "horizon": {
        "zh": ("预约时间太远", "门店尚未开放这么久以后的预约，请选择更早的时间。"),
        "en": ("That is too far ahead", "The store does not book so far ahead yet."),
    },
    "channel_closed": {
        "zh": ("门店不接受此渠道的预约", "请通过门店开放的渠道预约。"),
        "en": ("The store does not book by that channel", "Use a channel that the store takes."),
    },
    "customer_overlap": {
        "zh": ("该客户已在等候相同项目", "已有一条时间重叠的等候，请查看或撤销后再登记。"),
        "en": (
            "The customer waits for this already",
            "Look at the entry that overlaps, or withdraw it first.",
        ),
    },
    "change_window_passed": {
        "zh": ("已过可自助改期的时间", "请致电门店，由门店人员改期。"),
        "en": ("Too late to move it", "Call the store: its staff can still move it."),
    },
    "cancel_window_passed": {
        "zh": ("已过可自助取消的时间", "请致电门店，由门店人员取消。"),
        "en": ("Too late to cancel it", "Call the store: its staff can still cancel it."),
    },
    "illegal_transition": {
        "zh": ("当前状态不能进行此操作", "请查看当前状态及可进行的操作。"),
        "en": ("It cannot make that move now", "See where it stands and which moves it can make."),
    },
    "erasure_held": {
        "zh": (
            "该客户还有未完成的预约",
            "请等待到店结束，或在请求中选择一并取消（cancel_upcoming）。",
        ),
        "en": (
            "The customer still has something to come",
            "Wait until it is over, or have it cancelled as well (cancel_upcoming).",
        ),
    },
    "idempotency_key_reused": {
        "zh": ("幂等键已用于另一个请求", "每个新请求请使用新的 Idempotency-Key。"),
        "en": ("The key came before with another request", "Draw a new key for a new request."),
    },
    "stale_revision": {
        "zh": ("内容已被他人更新", "请按最新内容重新操作。"),
        "en": ("It has changed since you read it", "Look at it as it is now and decide again."),
    },
    "not_found": {
        "zh": ("没有找到", "它不存在，或您无权查看。"),
        "en": ("Not found", "It does not exist, or it is not yours to see."),
    },
    "gone": {
        "zh": ("这些内容已不再保留", "请按 oldest 和 last 所示，重新读取现状后继续。"),
        "en": ("It is kept no longer", "Read how things stand, then go on from what there is."),
    },
    "conflict": {
        "zh": ("与当前状态冲突", "请刷新后重试。"),
        "en": ("It clashes with what is there", "Read it again and decide anew."),
    },
    "refused": {
        "zh": ("门店规则不允许", "请与门店联系。"),
        "en": ("A rule of the store says no", "Ask the store."),
    },
    "forbidden": {
        "zh": ("没有权限", "您的角色或密钥不能进行此操作。"),
        "en": ("You may not do that", "Neither your role nor your key allows it."),
    },
    "unauthenticated": {
        "zh": ("请先登录", "登录已失效，或密钥不正确。"),
        "en": ("Sign in first", "You have not signed in, or the key is not valid."),
    },
    "rate_limited": {
        "zh": ("尝试次数过多", "请稍后再试。"),
        "en": ("Too many attempts", "Wait a while, then try again."),
    },
    "unavailable": {
        "zh": ("暂时无法处理", "系统的一部分暂时不可用，请稍后重试。"),
        "en": ("Not available just now", "A part of the system is away. Try again shortly."),
    },
    "internal": {
        "zh": ("系统出错", "错误已记录，请稍后重试或提供关联编号。"),
        "en": ("Something went wrong on our side", "It is in our log under the correlation id."),
    },
}

CLOSER: dict[tuple[str, str], dict[str, tuple[str, str]]] = {
    ("validation_failed", "405"): {
        "zh": ("此地址不支持该方法", "请改用 Allow 标头所列的方法。"),
        "en": ("The address does not take that method", "Use one of those named in Allow."),
    },
    ("validation_failed", "413"): {
        "zh": ("请求内容过大", "请分成较小的请求发送。"),
        "en": ("The request is too large", "Send less at once, in several requests."),
    },
    ("validation_failed", "415"): {
        "zh": ("不接受此内容类型", "请以 Content-Type: application/json 发送 JSON。"),
        "en": (
            "The body is not of a type that is read here",
            "Send JSON, with Content-Type: application/json.",
        ),
    },
    ("validation_failed", "no_field"): {
        "zh": ("请求内容有误", "请改正后重新提交。"),
        "en": ("The request makes no sense", "Put it right and send it again."),
    },
    ("rate_limited", "requests"): {
        "zh": ("请求过于频繁", "请在 Retry-After 所示秒数后再发送同一请求。"),
        "en": (
            "More requests than agreed",
            "Send the same request again after as many seconds as Retry-After says.",
        ),
    },
    ("conflict", "key"): {
        "zh": ("已有两个有效密钥", "请先撤销其中一个，再生成新的密钥。"),
        "en": ("Two keys are live already", "Revoke one of them before you draw another."),
    },
    ("forbidden", "staff_only"): {
        "zh": ("此操作不对合作方开放", "只有本连锁的员工可以进行，合作方的密钥无法获得此权限。"),
        "en": (
            "That is not for partners",
            "Only the chain's own staff may do it: no scope of a key allows it.",
        ),
    },
    ("forbidden", "phone_code"): {
        "zh": (
            "请先验证手机号码",
            "请获取短信验证码（POST /api/v1/public/codes），并随同一请求在 verification 中提交。",
        ),
        "en": (
            "The telephone must be proven first",
            "Have a code sent (POST /api/v1/public/codes) and send the same request again with it, "
            "as verification.",
        ),
    },
    ("forbidden", "blocked_number"): {
        "zh": ("此号码不能自助预约", "请致电门店预约。"),
        "en": ("Nobody books with that number by themselves", "Call the store to book."),
    },
    ("illegal_transition", "rating"): {
        "zh": ("到店完成后才能评价", "请在服务完成后再评价；earliest 为预计结束时间。"),
        "en": (
            "Only a visit that is completed can be rated",
            "Rate it once the service is done; earliest says when that should be.",
        ),
    },
}
"""What is said instead where more is known than the code: the status, or ``what`` it is about."""


def sentence(code: str, language: str, *known: object) -> tuple[str, str]:
    """Return title and advice for *code* in *language* (``zh`` or ``en``).

    What is *known* besides (the status, what it is about) may call for closer words.
    """
    closer = (CLOSER[code, str(one)] for one in known if (code, str(one)) in CLOSER)
    return next(closer, SENTENCES.get(code, SENTENCES["internal"]))[language]
