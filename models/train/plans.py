"""Which sources train in which phase: source -> (passes over its train rows, weight of each example)."""

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
WIDE = {source: (1., weight) for source, (_, weight) in PUBLIC.items()} | {
    "zh_online_shopping": (.5, .7), "support_zh": (2., 1.5), "support_en": (2., 1.5), "own": (1., 1.)}
PHASES = [("public", PUBLIC), ("chats", CHATS)]
SOURCES = sorted({source for _, plan in PHASES for source in plan if source != "own"})
