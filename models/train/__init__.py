"""Training of the bilingual triage model: data -> tokenizer -> encoder -> int8 ONNX -> manifest, golden file and figures.

Never trains on a row whose split is not `train`, nor on a source marked evaluation only.
"""
import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning threads starve each other on a shared machine
os.environ.setdefault("GOMP_SPINCOUNT", "0")
