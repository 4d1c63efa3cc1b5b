package std.conv

// One declaration serves one, two and three spatial dimensions: S is a group, and per-dimension settings are int lists
// of its rank, for which one number may be given. padding is [before, after] for each dimension.

/// int. Total padding of TensorFlow's "same" rule: max((ceil(size / stride) - 1) * stride + span - size, 0).
fn sameTotal(size: int, span: int, stride: int): int = max((ceilDiv(size, stride) - 1) * stride + span - size, 0)

/// int. Padding before the first element: half of the total, rounded down, where `same` is asked for.
fn paddingBefore(size: int, span: int, stride: int, given: int): int =
  where(given == same, div(sameTotal(size, span, stride), 2), given)

/// int. Padding after the last element: the rest of the total where `same` is asked for.
fn paddingAfter(size: int, span: int, stride: int, given: int): int =
  where(given == same, sameTotal(size, span, stride) - div(sameTotal(size, span, stride), 2), given)

/// int. Number of windows: floor((size + before + after - span) / stride) + 1, by "same" ceil(size / stride).
fn windows(size: int, span: int, stride: int, first: int, last: int): int =
  div(size + paddingBefore(size, span, stride, first) + paddingAfter(size, span, stride, last) - span, stride) + 1

/// [C, S..] to [filters, O..]. y[o, i] = b[o] + sum(c, u : W[o, c, u] * x[c, i * stride + u * dilation - before]), within groups
/// of channels. LeCun et al. 1989; groups Krizhevsky et al. 2012; dilation Yu and Koltun 2016.
layer conv(x: float[C, S..];
           filters: int, kernel: int[rank(S)] = 3, stride: int[rank(S)] = 1, padding: int[rank(S), 2] = valid,
           dilation: int[rank(S)] = 1, groups: int = 1, bias: bool = true, weights: init = he): float[filters, O..] {
  check filters > 0, "conv needs at least one filter, not {filters}"
  check C % groups == 0 and filters % groups == 0,
    "conv: {C} channels and {filters} filters do not divide into {groups} groups"
  const span = (kernel - 1) * dilation + 1
  const before = paddingBefore(S, span, stride, padding[:, 0])
  const O = windows(S, span, stride, padding[:, 0], padding[:, 1])
  check all(d : O[d] > 0), "conv: a window of {span} does not fit into {S}"
  const c1 = div(C, groups)
  const f1 = div(filters, groups)
  param W: float[filters, c1, kernel..] ~ weights(fanIn = c1 * prod(kernel), fanOut = f1 * prod(kernel))
  param b: float[filters] = 0 when bias
  if groups == 1 {
    y[o, i.. < O] = b[o] + sum(c, u.. : W[o, c, u..] * x[c, (i * stride + u * dilation - before).. | 0])
    return y
  } else {
    w = reshape(W, [groups, f1, c1, kernel..])
    v = reshape(x, [groups, c1, S..])
    z[g, o, i.. < O] = sum(c, u.. : w[g, o, c, u..] * v[g, c, (i * stride + u * dilation - before).. | 0])
    r = reshape(z, [filters, O..])
    y[o, i..] = r[o, i..] + b[o]
    return y
  }
}
