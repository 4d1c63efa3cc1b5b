package std.dense

/// [.., n] to [.., units]. x W + b. Rosenblatt 1958.
layer dense(x: float[.., n]; units: int, bias: bool = true, weights: init = he): float[.., units] {
  check units > 0, "dense needs at least one unit, not {units}"
  param W: float[n, units] ~ weights(fanIn = n, fanOut = units)
  param b: float[units] = 0 when bias
  return x @ W + b
}
