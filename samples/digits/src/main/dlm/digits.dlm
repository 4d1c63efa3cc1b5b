package org.dlm.samples.digits

/// A small convolutional network for digits of 28 x 28 grey points.
model Digits(classes: int = 10) {
  input  image: float[1, 28, 28]
  target label: class[classes]

  logits = image
    -> conv(8, kernel = 5, padding = same)  -> relu -> maxPool(2)
    -> conv(16, kernel = 5, padding = same) -> relu -> maxPool(2)
    -> flatten
    -> dense(64) -> relu
    -> dense(classes) as head

  output probability = softmax(logits)
  loss   total    = crossEntropy(logits, label)
  metric accuracy = correct(logits, label)
}

/// Draws its own digits, so that it runs anywhere.
train Digits {
  hyper lr: float = 2e-3 in log(1e-5 .. 1e-1)

  data {
    image, label = synthetic.digits(12000)
    split train = 11000, val = 1000
  }
  test { image, label = synthetic.digits(2000, seed = 1) }
  seed   = 42
  epochs = 5
  batch  = 64
  clip   = globalNorm(1.0)
  minimize total using adam(lr * warmup(100) * cosine(skip = 100))
  keep max val.accuracy
}
