package std.pool

/// [C, S..] to [C, O..]. Largest element of each window; padding never wins. Ties: the first.
fn maxPool(x: float[C, S..]; size: int[rank(S)] = 2, stride: int[rank(S)] = size, padding: int[rank(S), 2] = valid)
    : float[C, O..] {
  const before = paddingBefore(S, size, stride, padding[:, 0])
  const O = windows(S, size, stride, padding[:, 0], padding[:, 1])
  check all(d : O[d] > 0), "maxPool: a window of {size} does not fit into {S}"
  y[c, i.. < O] = max(u.. < size : x[c, (i * stride + u - before).. | -inf])
  return y
}

/// [C, S..] to [C, O..]. Mean of each window; padding counts only with countPadding.
fn avgPool(x: float[C, S..]; size: int[rank(S)] = 2, stride: int[rank(S)] = size, padding: int[rank(S), 2] = valid,
           countPadding: bool = false): float[C, O..] {
  const before = paddingBefore(S, size, stride, padding[:, 0])
  const O = windows(S, size, stride, padding[:, 0], padding[:, 1])
  check all(d : O[d] > 0), "avgPool: a window of {size} does not fit into {S}"
  one[i.. < S] = 1.0
  n[i.. < O] = sum(u.. < size : one[(i * stride + u - before).. | where(countPadding, 1.0, 0.0)])
  y[c, i.. < O] = sum(u.. < size : x[c, (i * stride + u - before).. | 0]) / n[i..]
  return y
}

/// [C, S..] to [C]. Mean over all positions. Lin et al. 2014.
fn globalAvgPool(x: float[C, S..]): float[C] {
  y[c] = mean(s.. : x[c, s..])
  return y
}
