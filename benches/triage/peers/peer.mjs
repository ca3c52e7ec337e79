// The same network and texts in Node: one by one, as a typical server does, and in batches of 16 in order of arrival.
//
//     node peer.mjs MODELS MESSAGES IDS
//
// Prints one line of figures for table.py; `otherwise` counts the messages whose token ids differ from those in IDS,
// which peer.py wrote. Stops at the raw logits: it neither normalises, calibrates nor keeps a belief, which favours it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { InferenceSession, Tensor } from "onnxruntime-node";

const PASSES = 5, BATCH = 16, WARMING = 32, LONG = 20;
const OUTPUTS = ["logits", "contributions"];
const [models, messages, idsFile] = process.argv.slice(2);

const texts = readFileSync(messages, "utf8").trimEnd().split("\n");
const tokenizer = new Tokenizer(JSON.parse(readFileSync(join(models, "tokenizer.json"), "utf8")), {});
const cls = tokenizer.token_to_id("[CLS]"), sep = tokenizer.token_to_id("[SEP]");
const session = await InferenceSession.create(join(models, "triage.onnx"), {
  intraOpNumThreads: 1, interOpNumThreads: 1, executionProviders: ["cpu"], graphOptimizationLevel: "all",
});

const encode = (text) => [cls, ...tokenizer.encode(text, { add_special_tokens: false }).ids, sep];

async function run(rows) {
  const length = Math.max(...rows.map((ids) => ids.length));
  const ids = new Int32Array(rows.length * length), mask = new Int32Array(rows.length * length);
  rows.forEach((row, at) => {
    ids.set(row, at * length);
    mask.fill(1, at * length, at * length + row.length);
  });
  const shaped = (data) => new Tensor("int32", data, [rows.length, length]);
  await session.run({
    input_ids: shaped(ids), attention_mask: shaped(mask), token_type_ids: shaped(new Int32Array(ids.length)),
  }, OUTPUTS);
}

// By nearest rank.
function percentiles(milliseconds) {
  const sorted = Float64Array.from(milliseconds).sort();
  const at = (share) => sorted[Math.ceil(share * sorted.length) - 1];
  return { p50: at(0.5), p99: at(0.99), n: sorted.length };
}

const expected = JSON.parse(readFileSync(idsFile, "utf8"));
const otherwise = texts.filter((text, at) => encode(text).join() !== expected[at].join()).length;
const others = texts.filter((_, at) => at % Math.floor(texts.length / WARMING) === 0).map((text) => `${text} 7 7`);

const whole = [], long = [], preparing = [];
for (const text of others) await run([encode(text)]);
for (let pass = 0; pass < PASSES; pass += 1) {
  for (const text of texts) {
    let start = performance.now();
    const ids = encode(text);
    const ready = performance.now();
    await run([ids]);
    const took = performance.now() - start;
    whole.push(took);
    if (ids.length >= LONG) long.push(took);
    preparing.push(ready - start);
  }
}
await run(others.slice(0, BATCH).map(encode));
const start = performance.now();
for (let pass = 0; pass < PASSES; pass += 1) {
  for (let at = 0; at < texts.length; at += BATCH) await run(texts.slice(at, at + BATCH).map(encode));
}
const took = (performance.now() - start) / 1000;

const read = PASSES * texts.length;
const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;
console.log(JSON.stringify({
  who: `Node ${process.versions.node}, onnxruntime-node ${version("onnxruntime-node")}`,
  mean_tokens: texts.reduce((sum, text) => sum + encode(text).length, 0) / texts.length,
  alone: percentiles(whole), long: percentiles(long), preparing: percentiles(preparing),
  alone_per_second: 1000 * read / whole.reduce((sum, one) => sum + one, 0), together_per_second: read / took,
  mean_batch: texts.length / Math.ceil(texts.length / BATCH), otherwise,
}));
