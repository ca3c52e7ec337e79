"""What is trained in which order. A round is one schedule of the learning rate over its phases, and begins with the
weights that it names; a phase is one mixture of sources: source -> (passes over its train rows, weight of each example)."""
from dataclasses import dataclass

PUBLIC = {
    "zh_smp2020_ewect": (2.5, 1.), "zh_weibo_emotion": (.9, .4), "zh_waimai": (1., .7), "zh_online_shopping": (.22, .7),
    "zh_hotel": (.6, .6), "zh_multi_emotion": (1.5, .7), "zh_cold_offensive": (.3, .5), "zh_en_codeswitch": (1., .6),
    "zh_bdci_car": (.4, .6), "zh_afqmc_pairs": (.12, 1.), "zh_smp2019_nlu": (.5, 1.), "support_zh": (3., 1.5),
    "en_tweeteval_emotion": (3., 1.), "en_goemotions": (.8, .7), "en_emocontext": (.4, .7), "en_complaints": (1.5, .7),
    "en_convabuse": (1.5, .7), "en_bitext_support": (.7, 1.), "en_tweeteval_sentiment": (.25, .7),
    "en_tweeteval_offensive": (.7, .7), "en_tweeteval_irony": (1., .6), "en_isarcasm": (.7, .6), "en_emorynlp": (.5, .4),
    "en_banking77": (.4, 1.), "support_en": (3., 1.5),
}
CHATS = {
    "support_zh": (3., 1.5), "support_en": (3., 1.5), "own": (6., 1.2),
    "zh_smp2020_ewect": (.6, 1.), "zh_waimai": (.2, .7), "en_tweeteval_emotion": (1., 1.), "en_goemotions": (.1, .7),
    "zh_afqmc_pairs": (.03, 1.), "en_banking77": (.1, 1.), "en_bitext_support": (.2, 1.), "zh_en_codeswitch": (.2, .6),
    "en_tweeteval_offensive": (.1, .7), "en_tweeteval_irony": (.2, .6), "en_complaints": (.5, .7),
}
BROAD = {
    "en_tweeteval_sentiment": (1., .8), "en_tweeteval_offensive": (2., 1.), "en_goemotions": (1., .8), "en_tweeteval_emotion": (1.5, 1.),
    "en_emocontext": (.3, .6), "en_tweeteval_irony": (1., .6), "en_isarcasm": (.5, .6), "en_complaints": (1., .7), "en_convabuse": (1., .7),
    "en_emorynlp": (.2, .4), "en_bitext_support": (.3, 1.), "en_banking77": (.3, 1.), "support_en": (1., 1.5),
    "zh_smp2020_ewect": (1., 1.), "zh_waimai": (1.5, .8), "zh_hotel": (1.2, .8), "zh_online_shopping": (.5, .8), "zh_cold_offensive": (.6, .6),
    "zh_weibo_emotion": (.3, .4), "zh_multi_emotion": (.5, .7), "zh_en_codeswitch": (.5, .6), "zh_bdci_car": (.4, .6),
    "zh_afqmc_pairs": (.06, 1.), "zh_smp2019_nlu": (.3, 1.), "support_zh": (1., 1.5), "own": (1., 1.),
}
TALK = {
    "support_en": (4., 1.5), "support_zh": (4., 1.5), "chats": (3., 1.5), "lines": (3., 1.), "own": (2., 1.2),
    "en_tweeteval_emotion": (1.5, 1.), "en_tweeteval_sentiment": (.3, .8), "en_tweeteval_offensive": (.8, 1.), "en_goemotions": (.4, .8),
    "en_emocontext": (.1, .6), "en_tweeteval_irony": (.4, .6), "en_isarcasm": (.2, .6), "en_complaints": (.6, .7), "en_convabuse": (.4, .7),
    "en_bitext_support": (.2, 1.), "en_banking77": (.2, 1.),
    "zh_smp2020_ewect": (.8, 1.), "zh_waimai": (.8, .8), "zh_hotel": (.5, .8), "zh_online_shopping": (.12, .8), "zh_cold_offensive": (.15, .6),
    "zh_weibo_emotion": (.05, .4), "zh_multi_emotion": (.3, .7), "zh_en_codeswitch": (.3, .6), "zh_bdci_car": (.1, .6),
    "zh_afqmc_pairs": (.04, 1.), "zh_smp2019_nlu": (.2, 1.),
}
POLISH = {
    "relabelled": (2., 1.), "support_en": (1.5, 1.5), "support_zh": (1.5, 1.5), "chats": (.8, 1.5), "lines": (.5, 1.), "own": (.7, 1.),
    "en_tweeteval_emotion": (.6, 1.), "en_tweeteval_sentiment": (.08, .8), "en_tweeteval_offensive": (.3, 1.), "en_goemotions": (.1, .8),
    "en_tweeteval_irony": (.15, .6), "en_convabuse": (.2, .7), "en_banking77": (.06, 1.),
    "zh_smp2020_ewect": (.2, 1.), "zh_waimai": (.2, .8), "zh_hotel": (.15, .8), "zh_online_shopping": (.05, .8), "zh_cold_offensive": (.06, .6),
    "zh_multi_emotion": (.1, .7), "zh_en_codeswitch": (.1, .6), "zh_afqmc_pairs": (.02, 1.),
}
SETTLE = {
    "support_en": (1.2, 1.5), "support_zh": (1.2, 1.5), "chats": (.7, 1.5), "lines": (.4, 1.), "relabelled": (.5, 1.), "own": (.5, 1.),
    "en_goemotions": (1., 1.), "en_tweeteval_emotion": (1.5, 1.), "en_tweeteval_offensive": (.9, 1.), "en_tweeteval_sentiment": (.15, .8),
    "en_tweeteval_irony": (.3, .6), "en_convabuse": (.3, .7), "en_bitext_support": (.1, 1.), "en_banking77": (.08, 1.),
    "zh_smp2020_ewect": (.5, 1.), "zh_waimai": (.6, .8), "zh_hotel": (.9, .8), "zh_cold_offensive": (.08, .6), "zh_multi_emotion": (.2, .7),
    "zh_en_codeswitch": (.15, .6), "zh_afqmc_pairs": (.03, 1.),
}
LAST = {
    "support_en": (2., 1.5), "support_zh": (2., 1.5), "chats": (1., 1.5), "lines": (1.2, 1.), "relabelled": (.5, 1.),
    "en_goemotions": (.6, 1.), "en_tweeteval_emotion": (1., 1.), "en_tweeteval_offensive": (.8, 1.), "en_tweeteval_sentiment": (.1, .8),
    "en_convabuse": (.2, .7), "en_banking77": (.06, 1.),
    "zh_smp2020_ewect": (.4, 1.), "zh_waimai": (.3, .8), "zh_hotel": (1.4, .9), "zh_cold_offensive": (.08, .6), "zh_multi_emotion": (.2, .7),
}
LONG = {
    "support_en": (3., 1.5), "support_zh": (3., 1.5), "chats": (1.5, 1.5), "lines": (1.5, 1.), "relabelled": (1., 1.), "own": (1., 1.),
    "en_goemotions": (2., 1.), "en_tweeteval_emotion": (3., 1.), "en_tweeteval_sentiment": (.5, .8), "en_tweeteval_offensive": (2.5, 1.),
    "en_tweeteval_irony": (.8, .6), "en_isarcasm": (.4, .6), "en_complaints": (1., .7), "en_convabuse": (.6, .7), "en_emocontext": (.2, .6),
    "en_bitext_support": (.2, 1.), "en_banking77": (.2, 1.),
    "zh_smp2020_ewect": (1.5, 1.), "zh_waimai": (1.5, .8), "zh_hotel": (3., .9), "zh_online_shopping": (.5, .8), "zh_cold_offensive": (.4, .6),
    "zh_weibo_emotion": (.2, .4), "zh_multi_emotion": (.7, .7), "zh_en_codeswitch": (.5, .6), "zh_bdci_car": (.3, .6), "zh_afqmc_pairs": (.04, 1.),
    "zh_smp2019_nlu": (.2, 1.),
}
CLOSE = {
    "support_en": (4., 1.5), "support_zh": (4., 1.5), "chats": (2., 1.5), "lines": (1.5, 1.), "relabelled": (.6, 1.), "own": (.7, 1.),
    "en_goemotions": (.7, 1.), "en_tweeteval_emotion": (1.5, 1.), "en_tweeteval_sentiment": (.15, .8), "en_tweeteval_offensive": (1., 1.),
    "en_tweeteval_irony": (.3, .6), "en_convabuse": (.3, .7), "en_complaints": (.3, .7), "en_bitext_support": (.1, 1.), "en_banking77": (.1, 1.),
    "zh_smp2020_ewect": (.6, 1.), "zh_waimai": (.5, .8), "zh_hotel": (1., .9), "zh_cold_offensive": (.15, .6), "zh_multi_emotion": (.3, .7),
    "zh_en_codeswitch": (.2, .6), "zh_afqmc_pairs": (.04, 1.),
}
WIDE = {source: (1., weight) for source, (_, weight) in PUBLIC.items()} | {
    "zh_online_shopping": (.5, .7), "en_tweeteval_sentiment": (1., .7), "support_zh": (2., 1.5), "support_en": (2., 1.5), "own": (1., 1.),
    "chats": (1., 1.5), "lines": (4., 1.5)}


@dataclass(frozen=True)
class Round:
    """`begins`: the weights it starts from, a round or a mean, or None for the pretrained ones; `phases`: [(name, plan)];
    `body`, `heads`, `fresh`: highest learning rates; `floor`: share of them left at the end."""
    name: str
    begins: str | None
    phases: tuple
    body: float
    heads: float
    fresh: float
    floor: float
    slips: float = 0.    # share of examples that get typing errors and tricks
    pairs: bool = False  # whether the embedding learns as well


ROUNDS = {one.name: one for one in (
    Round("first", None, (("public", PUBLIC), ("chats", CHATS)), body=1.5e-4, heads=1e-3, fresh=1.5e-3, floor=.02),
    Round("broad", "first", (("broad", BROAD),), body=8e-5, heads=5e-4, fresh=8e-4, floor=.25),
    Round("talk", "broad", (("talk", TALK),), body=7e-5, heads=4e-4, fresh=6e-4, floor=.02, slips=.15, pairs=True),
    Round("polish", "talk", (("polish", POLISH),), body=3e-5, heads=2e-4, fresh=2e-4, floor=.02, slips=.1),
    Round("settle", "polish", (("settle", SETTLE),), body=5e-5, heads=3e-4, fresh=3e-4, floor=.01, slips=.1),
    Round("last", "settle", (("last", LAST),), body=4e-5, heads=2.5e-4, fresh=2.5e-4, floor=.01, slips=.2),
    Round("long", "last", (("long", LONG),), body=1e-4, heads=5e-4, fresh=8e-4, floor=.2, slips=.3),
    Round("close", "long", (("close", CLOSE),), body=5e-5, heads=4e-4, fresh=4e-4, floor=.01, slips=.3, pairs=True),
)}
RELEASED = "0.3.0"   # the released encoder, by the version that brought it; `take` gets it out of the model file
MEANS = {RELEASED: (("last", .5), ("close", .5))}   # name -> (weights, share): the mean of weights that lie on one way
WANTED = RELEASED    # what `fit` leaves: a round or a mean
SOURCES = sorted({source for part in ROUNDS.values() for _, plan in part.phases for source in plan if source not in ("own", "chats", "lines", "relabelled")})
