package std.metric

// A metric that is one number for each example is averaged over the split.

/// [S.., n], int[S..]. Share of positions whose largest element is the label.
fn correct(z: float[S.., n], label: int[S..]): float {
  b = best(z)
  return mean(s.. : where(b[s..] == label[s..], 1.0, 0.0))
}
