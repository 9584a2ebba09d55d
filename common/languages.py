"""The languages in which customers are written and spoken to, and the tags that mean them."""

ZH, ZH_HANT, EN = "zh", "zh-Hant", "en"
WRITTEN = (ZH, ZH_HANT, EN)
TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def language_of(tag: str) -> str | None:
    """Return the one of ``WRITTEN`` that *tag* (BCP 47) means, or None: ``zh-TW`` is ``zh-Hant``.

    A script says more than a place: ``zh-Hans-HK`` is ``zh``.
    """
    language, *rest = tag.replace("_", "-").lower().split("-")
    if language == ZH:
        return ZH_HANT if TRADITIONAL & {*rest} and "hans" not in rest else ZH
    return EN if language == EN else None
