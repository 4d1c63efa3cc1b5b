package std.optimizer

// An optimizer on scalars is a pointwise rule, lifted over the parameter. `step` counts from 1. Settings are run-time
// numbers: each may be a schedule.

/// w - lr (g + decay w). Robbins and Monro 1951.
optimizer sgd(w: float, g: float; lr: float = 0.01, decay: float = 0) { w := w - lr * (g + decay * w) }

/// v = momentum v + g; w - lr v, with nesterov w - lr (g + momentum v). Polyak 1964, Sutskever et al. 2013.
optimizer momentum(w: float, g: float; lr: float = 0.01, momentum: float = 0.9, nesterov: bool = false, decay: float = 0) {
  state v: float = 0
  d = g + decay * w
  v := momentum * v + d
  if nesterov { w := w - lr * (d + momentum * v) } else { w := w - lr * v }
}

/// First and second moments of the gradient, corrected for their start at 0. Kingma and Ba 2015.
optimizer adam(w: float, g: float; lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) {
  state m: float = 0
  state v: float = 0
  m := beta1 * m + (1 - beta1) * g
  v := beta2 * v + (1 - beta2) * g ^ 2
  w := w - lr * (m / (1 - beta1 ^ step)) / (sqrt(v / (1 - beta2 ^ step)) + eps)
}

// A clip sees the norm of all gradients together and gives the factor by which each is multiplied: clip = globalNorm(1).

/// Factor min(1, limit / norm). Pascanu et al. 2013.
fn globalNorm(norm: float; limit: float = 1): float = min(1, limit / max(norm, 1e-12))
