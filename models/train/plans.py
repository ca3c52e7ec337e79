"""What is trained in which order. A round is one schedule of the learning rate over its phases; a plan is one mixture of
sources: source -> (passes over its train rows, weight of each example)."""
from dataclasses import dataclass

TEACH = {
    "en_tweeteval_emotion": (8., 1.), "en_tweeteval_sentiment": (1.2, .8), "en_tweeteval_offensive": (3., 1.), "en_goemotions": (3., 1.),
    "en_tweeteval_irony": (3., .6), "en_isarcasm": (2., .6), "en_complaints": (3., .7), "en_convabuse": (3., .7), "en_emocontext": (.8, .6),
    "en_emorynlp": (.5, .4), "en_bitext_support": (.8, 1.), "en_banking77": (.3, 1.), "support_en": (8., 1.5),
    "zh_smp2020_ewect": (4., 1.), "zh_weibo_emotion": (1., .4), "zh_waimai": (2.5, .8), "zh_online_shopping": (.6, .8), "zh_hotel": (2.5, .9),
    "zh_multi_emotion": (3., .7), "zh_cold_offensive": (1.2, .6), "zh_en_codeswitch": (1.5, .6), "zh_bdci_car": (.8, .6),
    "zh_afqmc_pairs": (.15, 1.), "zh_smp2019_nlu": (.8, 1.), "support_zh": (8., 1.5),
    "chats": (4., 1.5), "lines": (4., 1.), "relabelled": (2., 1.), "own": (1., 1.),
    "en_uss_satisfaction": (1., .5),
}
BASE = {source: (1.5 * passes, weight) for source, (passes, weight) in TEACH.items()} | {"en_cucom_unlabelled": (1.5, 1.)}   # what only teachers label
NEAR = {source: (passes / 3, weight) for source, (passes, weight) in BASE.items()}
WIDE = {
    "zh_smp2020_ewect": (1., 1.), "zh_weibo_emotion": (1., .4), "zh_waimai": (1., .7), "zh_online_shopping": (.5, .7), "zh_hotel": (1., .6),
    "zh_multi_emotion": (1., .7), "zh_cold_offensive": (1., .5), "zh_en_codeswitch": (1., .6), "zh_bdci_car": (1., .6), "zh_afqmc_pairs": (1., 1.),
    "zh_smp2019_nlu": (1., 1.), "support_zh": (2., 1.5),
    "en_tweeteval_emotion": (1., 1.), "en_goemotions": (1., .7), "en_emocontext": (1., .7), "en_complaints": (1., .7), "en_convabuse": (1., .7),
    "en_bitext_support": (1., 1.), "en_tweeteval_sentiment": (1., .7), "en_tweeteval_offensive": (1., .7), "en_tweeteval_irony": (1., .6),
    "en_isarcasm": (1., .6), "en_emorynlp": (1., .4), "en_banking77": (1., 1.), "support_en": (2., 1.5),
    "own": (1., 1.), "chats": (1., 1.5), "lines": (4., 1.5),
}


@dataclass(frozen=True)
class Round:
    """`body`, `heads`, `rows`: highest learning rates; `floor`: share of them left at the end; `share`: of the seconds
    that a call may take for a round."""
    name: str
    body: float
    heads: float
    rows: float
    floor: float = .02
    share: float = 1.


TEACHERS = 5   # each leaves out one third of the examples; a sixth did not fit beside them on the device
TEACHER = Round("teacher", body=1.5e-4, heads=1e-3, rows=3e-4)
WAKING = Round("waking", body=5e-4, heads=1e-3, rows=1.5e-3, floor=.1)   # the texts alone
WAKING_PASSES = 2
FITTING = Round("fitting", body=3e-4, heads=1.5e-3, rows=6e-4, floor=.1)
NEARING = Round("nearing", body=1e-4, heads=4e-4, rows=2e-4, share=.35)
STUDENTS = 2   # from the same start, in another order; what is released is their mean
TRUST, LIKENESS = 2., 1.   # weight of the teachers' chances, and of the original's embedding, beside the labels
SOURCES = sorted({source for plan in (TEACH, NEAR, WIDE) for source in plan if source not in ("own", "chats", "lines", "relabelled")})
