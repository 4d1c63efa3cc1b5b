package std.metric

// A metric that is one number for each example is averaged over the split.

/// [S.., n], int[S..]. Share of positions whose largest element is the label; NaN where an element is NaN.
fn correct(z: float[S.., n], label: int[S..]): float {
  b = best(z)
  top[s..] = max(k : z[s.., k])
  return mean(s.. : where(top[s..] == top[s..], where(b[s..] == label[s..], 1.0, 0.0), top[s..]))
}
