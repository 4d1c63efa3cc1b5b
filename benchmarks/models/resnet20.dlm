package org.dlm.benchmarks

/// x plus what two convolutions make of it; no bias before a batch norm, which would take it away again. He et al. 2016.
layer block(x: float[C, H, W]; filters: int, stride: int = 1) {
  y = x
    -> conv(filters, kernel = 3, stride = stride, padding = 1, bias = false) -> batchNorm -> relu
    -> conv(filters, kernel = 3, padding = 1, bias = false)                  -> batchNorm
  if stride == 1 and C == filters {
    return relu(x + y)
  } else {
    z = x -> conv(filters, kernel = 1, stride = stride, bias = false) as projection -> batchNorm
    return relu(z + y)
  }
}

/// Three stages of three residual blocks for pictures of 32 x 32. 272,474 parameters.
model ResNet20(classes: int = 10) {
  input  image: float[3, 32, 32]
  target label: class[classes]

  logits = image
    -> conv(16, kernel = 3, padding = 1, bias = false) -> batchNorm -> relu
    -> block(16)             -> block(16) -> block(16)
    -> block(32, stride = 2) -> block(32) -> block(32)
    -> block(64, stride = 2) -> block(64) -> block(64)
    -> globalAvgPool -> dense(classes) as head

  output scores = logits
  loss   total  = crossEntropy(logits, label)
}

train ResNet20 {
  data {
    image = idx("images.idx")
    label = idx("labels.idx")
  }
  minimize total using momentum(0.01)
}
