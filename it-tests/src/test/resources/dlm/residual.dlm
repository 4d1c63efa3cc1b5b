package org.dlm.it

/// x plus what two convolutions make of it; no bias before a batch norm, which would take it away again.
layer block(x: float[C, H, W]; filters: int, stride: int = 1, act: fn = relu) {
  y = x
    -> conv(filters, kernel = 3, stride = stride, padding = same, bias = false) -> batchNorm -> act
    -> conv(filters, kernel = 3, padding = same, bias = false)         -> batchNorm
  if stride == 1 and C == filters {
    return act(x + y)
  } else {
    z = x -> conv(filters, kernel = 1, stride = stride, padding = same, bias = false) as projection -> batchNorm
    return act(z + y)
  }
}

/// Two residual blocks with batch norm.
model Residual(classes: int = 4) {
  input  image: float[3, 8, 8]
  target label: class[classes]

  logits = image
    -> conv(8, kernel = 3, padding = same, bias = false) -> batchNorm -> relu
    -> block(8) -> block(12, stride = 2)
    -> globalAvgPool -> dense(classes) as head

  loss   total    = crossEntropy(logits, label)
  metric accuracy = correct(logits, label)
}

train Residual {
  data { image = idx("images.idx")   label = idx("labels.idx") }
  minimize total using momentum(0.05)
}

/// The same with tanh, which has no bends: central differences tell its derivative everywhere.
model SmoothResidual(classes: int = 4) {
  input  image: float[3, 8, 8]
  target label: class[classes]

  logits = image
    -> conv(4, kernel = 3, padding = same, bias = false) -> batchNorm -> tanh
    -> block(4, act = tanh) -> block(6, stride = 2, act = tanh)
    -> globalAvgPool -> dense(classes) as head

  loss total = crossEntropy(logits, label)
}

train SmoothResidual {
  data { image = idx("images.idx")   label = idx("labels.idx") }
  minimize total using sgd(0.1)
}
