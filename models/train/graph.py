"""A small writer of ONNX graphs: named nodes, constants, and the int8 matrix product that a batch cannot change.

Standard ai.onnx operators only, activations two-dimensional, zero points without dimensions: what ONNX Runtime and
rten both read, and neither rewrites into something slower.
"""
import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

WEIGHT_MAX = 63  # 7 bits: the sums of an 8-bit product without VNNI cannot saturate
OPSET = 20


def columns_to_int8(weight):
    """float32 [in, out] -> int8 and one scale for each column."""
    scale = np.maximum(np.abs(weight).max(0), 1e-12) / WEIGHT_MAX
    return np.clip(np.rint(weight / scale), -WEIGHT_MAX, WEIGHT_MAX).astype(np.int8), scale.astype(np.float32)


def rows_to_int8(table):
    """float32 [rows, width] -> int8 and one scale for each row."""
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-12) / 127
    return np.rint(table / scale).astype(np.int8), scale.astype(np.float32)


class Graph:
    """Collects nodes and constants; every method returns the name of its output."""

    def __init__(self):
        self.nodes, self.constants, self.names, self.inputs, self.quantised = [], {}, 0, [], {}

    def constant(self, value, name=None):
        value = np.asarray(value)
        key = name or f"c.{value.dtype}.{value.shape}.{value.tobytes().hex()}"
        if key not in self.constants:
            self.constants[key] = numpy_helper.from_array(value, name or f"c{len(self.constants)}")
        return self.constants[key].name

    def op(self, kind, *inputs, outputs=1, **attributes):
        self.names += 1
        names = [f"n{self.names}.{kind}{'.' + str(at) if outputs > 1 else ''}" for at in range(outputs)]
        given = [one if isinstance(one, str) else self.constant(one) for one in inputs]
        self.nodes.append(helper.make_node(kind, given, names, **attributes))
        return names[0] if outputs == 1 else names

    def input(self, name):
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "sequence"]))
        return name

    def linear(self, x, weight, bias, name, smooth=None):
        """float32: x [N, in] @ weight [in, out] + bias."""
        product = self.op("MatMul", x, self.constant(weight.astype(np.float32), name + ".w"))
        return self.op("Add", product, self.constant(bias.astype(np.float32), name + ".b"))

    def _to_uint8(self, x):
        if x not in self.quantised:
            largest = self.op("ReduceMax", self.op("Abs", x), np.array([1], np.int64), keepdims=1)
            scale = self.op("Add", self.op("Mul", largest, np.float32(1 / 127)), np.float32(1e-10))
            zero = self.constant(np.array(128, np.uint8))
            self.quantised[x] = self.op("QuantizeLinear", self.op("Div", x, scale), np.float32(1), zero), scale, zero
        return self.quantised[x]

    def linear_int8(self, x, weight, bias, name, smooth=None):
        """The same with 7-bit weights and one activation scale for each token (row of x).

        `smooth` [in] moves loud channels of x into the weights, so that they do not drown the others.
        """
        if smooth is not None:
            x, weight = self.op("Mul", x, self.constant((1 / smooth).astype(np.float32))), weight * smooth[:, None]
        small, scales = columns_to_int8(weight)
        quantised, scale, zero = self._to_uint8(x)
        sums = self.op("MatMulInteger", quantised, self.constant(small, name + ".w"), zero)
        product = self.op("Mul", self.op("Mul", self.op("Cast", sums, to=TensorProto.FLOAT), self.constant(scales, name + ".s")), scale)
        return self.op("Add", product, self.constant(bias.astype(np.float32), name + ".b"))

    def norm(self, x, weight, bias, name):
        return self.op("LayerNormalization", x, self.constant(weight, name + ".w"), self.constant(bias, name + ".b"), epsilon=1e-12, axis=-1)

    def gelu(self, x):
        error = self.op("Erf", self.op("Div", x, np.float32(2 ** .5)))
        return self.op("Mul", self.op("Mul", x, self.op("Add", error, np.float32(1))), np.float32(.5))

    def save(self, path, outputs, description):
        """`outputs`: name -> (inner name, shape). Float32 all."""
        renamed = [helper.make_node("Identity", [inner], [name]) for name, (inner, _) in outputs.items()]
        values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, (_, shape) in outputs.items()]
        graph = helper.make_graph(self.nodes + renamed, "attune-triage", self.inputs, values, list(self.constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9, producer_name="attune", doc_string=description)
        checker.check_model(model, full_check=True)
        path.write_bytes(model.SerializeToString(deterministic=True))
