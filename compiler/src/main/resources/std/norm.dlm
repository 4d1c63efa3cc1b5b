package std.norm

/// [C, S..]. (x - mean) / sqrt(var + eps) * gamma + beta, each channel over the batch and S; running moments outside training.
/// The running variance is the unbiased one, as in PyTorch. Ioffe and Szegedy 2015.
layer batchNorm(x: float[C, S..]; momentum: float = 0.9, eps: float = 1e-5, scale: bool = true, shift: bool = true)
    : float[C, S..] {
  param gamma: float[C] = 1 when scale
  param beta: float[C] = 0 when shift
  buffer runningMean: float[C] = 0
  buffer runningVar: float[C] = 1
  if training {
    m[c] = mean(batch, s.. : x[c, s..])
    v[c] = mean(batch, s.. : (x[c, s..] - m[c]) ^ 2)
    n = float(sum(batch, s.. < S : 1))
    runningMean := momentum * runningMean + (1 - momentum) * m
    runningVar := momentum * runningVar + (1 - momentum) * v * n / max(n - 1, 1)
  } else {
    m = runningMean
    v = runningVar
  }
  y[c, s..] = gamma[c] * (x[c, s..] - m[c]) / sqrt(v[c] + eps) + beta[c]
  return y
}
