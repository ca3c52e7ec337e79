"""Hard cases written for this project: `models/data/hard_cases_*.tsv`, one a line:
anger 0..3, sentiment -1..1, flags, text with {slots}. Nothing in the golden file is among them."""
import re

from .config import MODELS
from .data import written
from .encode import rng_of

SLOTS = {
    "en": dict(item="headphones|kettle|jacket|router|lamp|bike|phone case|blender|desk|coffee machine|tent|watch".split("|"),
               part="zip|lid|left hinge|charger|screen|strap|handle|button".split("|"), days="2|3|4|5|six|9|10|12|14|21".split("|"),
               code="E104|0x80|504|SAVE20|4417|AX9".split("|"), page="orders|payment|profile|settings".split("|"),
               order="#48213|7719022|A-5530|100294|#9917".split("|"), size="S|M|38|42|9".split("|"), size2="L|XL|40|44|10".split("|"),
               weekday="Monday|Tuesday|Thursday|Friday|Sunday".split("|"), country="Canada|Norway|Japan|Brazil".split("|"),
               color="black|blue|green|red|white".split("|"), num="3|4|5|6|7|8".split("|"), event="wedding|birthday|holiday|exam".split("|"),
               name="Ana|Tom|Priya|Lin".split("|")),
    "zh": dict(item="耳机|水壶|外套|路由器|台灯|自行车|手机壳|榨汁机|书桌|咖啡机|帐篷|手表".split("|"),
               part="拉链|盖子|左边的铰链|充电器|屏幕|表带|把手|按键".split("|"), days="两|三|四|五|六|10|12|半个月|7".split("|"),
               code="E104|504|4417|10086".split("|"), page="订单|支付|个人中心|设置".split("|"),
               order="48213|7719022|A5530|100294".split("|"), size="S|M|38|42".split("|"), size2="L|XL|40|44".split("|"),
               weekday="周一|周二|周四|星期五|礼拜天".split("|"), country="加拿大|挪威|日本|新疆".split("|"),
               color="黑色|蓝色|绿色|红色|白色".split("|"), num="3|4|5|6|7|8".split("|"), event="婚礼|生日|假期|考试".split("|"),
               name="小林|小王|安娜|老师".split("|")),
}


def hard_cases(lang):
    """(anger, sentiment, flags, template) in the order of the file."""
    for line in (MODELS / "data" / f"hard_cases_{lang}.tsv").read_text(encoding="utf-8").splitlines():
        anger, sentiment, flags, text = line.split("\t")
        yield int(anger), int(sentiment), [flag for flag in flags.split(",") if flag], text


def own_examples(seed, variants=3):
    """Each template up to `variants` times with other words in its slots, sometimes without its last mark or capitals."""
    rng, out = rng_of(seed, "own"), []
    for lang, slots in SLOTS.items():
        for anger, sentiment, flags, template in hard_cases(lang):
            for _ in range(variants):
                text = re.sub(r"\{(\w+)\}", lambda slot: rng.choice(slots[slot.group(1)]), template)
                if rng.random() < .3:
                    text = text.rstrip(".。!！")
                if rng.random() < .2 and sentiment < 0:
                    text += rng.choice(["!", "!!", "..."] if lang == "en" else ["！", "！！", "…"]) if anger else rng.choice(["...", "?"] if lang == "en" else ["…", "？"])
                out.append(written(dict(text=text, anger=anger, sentiment=sentiment, flags=flags), lang, "own"))
    return out
