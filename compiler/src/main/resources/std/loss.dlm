package std.loss

// Every function gives one number for one example, the mean over the example's own elements. A `loss` of a model that
// is one number for each example is averaged over the batch.

/// [S..]. mean((x - y)^2).
fn mse(x: float[S..], y: float[S..]): float = mean((x - y) ^ 2)

/// [S..], from logits. mean(softplus(z) - z y), positive examples weighted.
fn bce(z: float[S..], y: float[S..]; positive: float = 1): float =
  mean((1 + (positive - 1) * y) * softplus(z) - positive * z * y)

/// [S.., n] logits, int[S..]. -log(softmax(z)) at the label, averaged over S.
fn crossEntropy(z: float[S.., n], label: int[S..]): float {
  p = logSoftmax(z)
  e[s..] = -p[s.., label[s..]]
  return mean(e)
}

/// Sum of squares of the parameters that match.
fn l2(; over: string = "**"): float {
  s = 0.0
  for p in params(over) { s = s + sum(p ^ 2) }
  return s
}
