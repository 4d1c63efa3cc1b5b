package std.activation

// Pointwise functions are declared on scalars and lift over tensors. Forms are chosen so that the derived gradient is
// finite everywhere: tanh instead of 1 / (1 + exp(-x)), and `where` instead of `max` where the tie at 0 matters.

/// Any shape. max(x, 0) with slope 0 at 0; NaN stays NaN, since no comparison with it holds. Nair and Hinton 2010.
fn relu(x: float): float = where(x <= 0, 0, x)

/// Any shape. x for x > 0, else slope * x. Maas et al. 2013.
fn leakyRelu(x: float; slope: float = 0.01): float = where(x > 0, x, slope * x)

/// Any shape. 1 / (1 + exp(-x)), written with tanh so that value and slope stay finite.
fn sigmoid(x: float): float = 0.5 + 0.5 * tanh(0.5 * x)

/// Any shape. log(1 + exp(x)); equal to x in f32 beyond 30. Dugas et al. 2001.
fn softplus(x: float): float = where(x > 30, x, log1p(exp(min(x, 30))))

/// Any shape. low where x < low, high where x > high.
fn clamp(x: float; low: float, high: float): float = where(x < low, low, where(x > high, high, x))

/// [.., n]. exp(x) / sum(exp(x)) over the last dimension, shifted by the maximum so that nothing overflows.
fn softmax(x: float[A.., n]): float[A.., n] {
  m[a..] = stop(max(k : x[a.., k]))
  e[a.., k] = exp(x[a.., k] - m[a..])
  s[a..] = sum(k : e[a.., k])
  y[a.., k] = e[a.., k] / s[a..]
  return y
}

/// [.., n]. x - logSumExp(x) over the last dimension.
fn logSoftmax(x: float[A.., n]): float[A.., n] {
  s = logSumExp(x)
  y[a.., k] = x[a.., k] - s[a..]
  return y
}

/// [.., n] to [..]. log(sum(exp(x))) over the last dimension, shifted by the maximum.
fn logSumExp(x: float[A.., n]): float[A..] {
  m[a..] = stop(max(k : x[a.., k]))
  y[a..] = m[a..] + log(sum(k : exp(x[a.., k] - m[a..])))
  return y
}
