package std.noise

/// Any shape. Zero with probability rate, the rest divided by 1 - rate; identity outside training. Srivastava et al. 2014.
fn dropout(x: float[S..]; rate: float = 0.5 in 0 .. 1): float[S..] {
  if not training { return x }
  return where(uniformLike(x) < 1 - rate, x / (1 - rate), 0)
}
