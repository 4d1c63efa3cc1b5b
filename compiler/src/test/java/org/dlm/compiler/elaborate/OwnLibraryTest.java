package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions and layers as a user writes them beside a model: the language is enough for what the library lacks. */
class OwnLibraryTest {
    @Test
    void activations_with_exponentials_and_the_error_function() {
        y(
                "fn elu(x: float; alpha: float = 1): float = where(x > 0, x, alpha * expm1(min(x, 0)))\n"
                        + "fn selu(x: float): float = 1.0507009873554805 * elu(x, 1.6732632423543772)",
                "[elu(x), elu(-x, 2), selu(-x)]",
                1,
                2 * Math.expm1(-1),
                1.0507009873554805 * 1.6732632423543772 * Math.expm1(-1));
        // erf(1 / sqrt(2)) = 0.6826894921370859, the share of a normal distribution within one deviation
        y("fn gelu(x: float): float = 0.5 * x * (1 + erf(x / sqrt(2)))", "gelu(x)", 0.5 * (1 + 0.6826894921370859));
    }

    @Test
    void gated_units_split_and_take_a_function_as_gate() {
        String glu = """
                fn glu(x: float[.., n]; gate: fn = sigmoid): float[.., div(n, 2)] {
                  check n % 2 == 0, "glu halves the last dimension, which is {n}"
                  a, b = split(x, 2, axis = -1)
                  return a * gate(b)
                }
                """;
        Computed.of(glu + "model M() { input x: float[2, 2] output y = x -> glu(gate = relu) }")
                .gives(2, 12);
        assertEquals(
                List.of("1: check-failed: glu halves the last dimension, which is 3"),
                Sources.errors(glu.replace('\n', ' ') + "model M() { input x: float[3] output y = glu(x) }"));
    }

    @Test
    void layer_norm_gives_rows_of_mean_zero_and_deviation_one() {
        Computed of = Computed.of("""
                layer layerNorm(x: float[A.., n]; eps: float = 0, scale: bool = true): float[A.., n] {
                  param gamma: float[n] = 1 when scale
                  m[a..] = mean(k : x[a.., k])
                  v[a..] = mean(k : (x[a.., k] - m[a..]) ^ 2)
                  y[a.., k] = gamma[k] * (x[a.., k] - m[a..]) / sqrt(v[a..] + eps)
                  return y
                }
                model M() { input x: float[2, 2] output y = x -> layerNorm }
                """);
        of.gives(-1, 1, -1, 1);
        of.with("layerNorm1/gamma", 2, 5).gives(-2, 5, -2, 5);
    }

    @Test
    void group_norm_regroups_channels() {
        Computed.of("""
                layer groupNorm(x: float[C, S..]; groups: int, eps: float = 0): float[C, S..] {
                  check C % groups == 0, "groupNorm: {C} channels do not divide into {groups} groups"
                  z = reshape(x, [groups, div(C, groups), S..])
                  m[g] = mean(k, s.. : z[g, k, s..])
                  v[g] = mean(k, s.. : (z[g, k, s..] - m[g]) ^ 2)
                  n[g, k, s..] = (z[g, k, s..] - m[g]) / sqrt(v[g] + eps)
                  return reshape(n, [C, S..])
                }
                model M() { input x: float[4, 1] output y = x -> groupNorm(2) -> flatten }
                """).gives(-1, 1, -1, 1);
    }

    @Test
    void upsampling_repeats_and_depth_to_space_deals_out() {
        y(
                "fn upsample(x: float[C, S..]; by: int[rank(S)] = 2): float[C, (S * by)..] { y[c, i.. < S * by] = x[c, (div(i, by))..] return y }",
                "upsample([[x, 2 * x]], by = 3)[0]",
                1,
                1,
                1,
                2,
                2,
                2);
        String deal = """
                fn depthToSpace(x: float[C, H, W]; block: int = 2) {
                  v = reshape(x, [div(C, block * block), block, block, H, W])
                  y[c, i < H * block, j < W * block] = v[c, i % block, j % block, div(i, block), div(j, block)]
                  return y
                }
                fn spaceToDepth(x: float[C, H, W]; block: int = 2) {
                  y[u < block, v < block, c, i < div(H, block), j < div(W, block)] = x[c, i * block + u, j * block + v]
                  return reshape(y, [block * block * C, div(H, block), div(W, block)])
                }
                """;
        Computed.of(deal + "model M() { input x: float[4, 1, 2] output y = depthToSpace(x) -> flatten }")
                .gives(1, 3, 2, 4, 5, 7, 6, 8);
        Computed.of(
                        deal
                                + "model M() { input x: float[4, 1, 2] output y = x -> depthToSpace -> spaceToDepth -> flatten }")
                .gives(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void a_transposed_convolution_by_phases_is_the_scatter_of_its_definition() {
        Computed of = Computed.of("""
                layer transposedConv(x: float[C, S..]; filters: int, kernel: int[rank(S)] = 2, stride: int[rank(S)] = 2): float[filters, O..] {
                  const O = (S - 1) * stride + kernel
                  const taps = ceilDiv(kernel, stride)
                  param W: float[C, filters, kernel..] = 1
                  y[o, q.. < S + taps - 1, r.. < stride] =
                    sum(c, v.. < taps : W[c, o, (v * stride + r).. | 0] * x[c, (q - v).. | 0])
                  z[o, p.. < O] = y[o, (div(p, stride)).., (p % stride)..]
                  return z
                }
                model M() { input x: float[1, 2] output y = (x -> transposedConv(1, 3, 2))[0] }
                """);
        // 1 * [a b c] at 0 and 2 * [a b c] at 2, with a, b, c = 1, 10, 100
        of.with("transposedConv1/W", 1, 10, 100).gives(1, 10, 102, 20, 200);
    }

    @Test
    void a_loss_chooses_by_the_size_of_the_error() {
        y(
                "fn huber(x: float[S..], y: float[S..]; delta: float = 1): float = mean(where(abs(x - y) <= delta, 0.5 * (x - y) ^ 2, delta * (abs(x - y) - 0.5 * delta)))",
                "[huber([x, 4.0], [0.5, 1.0]), huber(x, 3.0)]",
                (0.125 + 2.5) / 2,
                1.5);
    }

    @Test
    void the_largest_wrong_class_is_found_by_a_masked_maximum() {
        Computed.of(
                        "fn hinge(z: float[n], label: int): float = relu(1 + max(k : where(k == label, -inf, z[k])) - z[label])\n"
                                + "model M() { input z: float[3] target k: class[3] output y = hinge(z, k) + 0 * z[0] }")
                .with("k", 1)
                .gives(2);
    }

    @Test
    void top_k_counts_the_larger_ones() {
        Computed of = Computed.of(
                "fn topK(z: float[n], label: int; k: int = 5): float = where(count(j : z[j] > z[label]) < k, 1.0, 0.0)\n"
                        + "model M() { input z: float[3] input k: class[3] output y = [topK(z, k, 1), topK(z, k, 2)] }");
        of.with("k", 1).gives(0, 1);
    }

    @Test
    void a_learned_table_is_read_at_the_ids() {
        Computed of = Computed.of("""
                layer embedding(id: int[A..]; vocabulary: int, units: int): float[A.., units] {
                  param table: float[vocabulary, units] ~ gaussian
                  y[a.., d] = table[id[a..], d]
                  return y
                }
                model M() { input t: token[3][2] share e = embedding(3, 2) output y = t -> e }
                """);
        of.with("e/table", 1, 2, 3, 4, 5, 6).with("t", 2, 0).gives(5, 6, 1, 2);
    }

    @Test
    void an_attention_of_several_heads_is_lifted_over_them() {
        Computed of = Computed.of("""
                fn attend(q: float[T, d], k: float[S, d], v: float[S, e], mask: bool[T, S] = true; rate: float = 0): float[T, e] {
                  score[t, s] = where(mask[t, s], sum(i : q[t, i] * k[s, i]) / sqrt(d), -1e30)
                  return dropout(softmax(score), rate) @ v
                }
                layer selfAttention(x: float[T, n]; heads: int = 8, causal: bool = false): float[T, n] {
                  check n % heads == 0, "selfAttention: the width {n} is no multiple of {heads} heads"
                  const d = div(n, heads)
                  q, k, v = split(reshape(x -> dense(3 * n) as qkv, [T, 3 * heads, d]), 3, axis = 1)
                  mask[t < T, s < T] = s <= t or not causal
                  o[h] = attend(q[:, h], k[:, h], v[:, h], mask = mask)
                  y[t, h, e] = o[h, t, e]
                  return reshape(y, [T, n])
                }
                model M() { input x: float[2, 2] output y = x -> selfAttention(2, causal = true) }
                """);
        // Queries and keys 0, values the input itself: a causal mean of each column.
        of.with("selfAttention1/qkv/W", 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1).gives(1, 2, 2, 3);
    }

    private static void y(String declarations, String expression, double... expected) {
        Computed.of(declarations + "\nmodel M() { input x: float output y = " + expression + " + 0 * x }")
                .gives(expected);
    }
}
