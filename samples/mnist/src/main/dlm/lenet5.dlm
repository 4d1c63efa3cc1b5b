package org.dlm.samples.mnist

/// LeNet-5 for 28 x 28 grey images. 61,706 parameters.
model LeNet5(classes: int = 10) {
  input  image: float[1, 28, 28]
  target label: class[classes]

  logits = image
    -> conv(6, kernel = 5, padding = same) -> relu -> maxPool(2)
    -> conv(16, kernel = 5)                -> relu -> maxPool(2)
    -> flatten
    -> dense(120) -> relu
    -> dense(84)  -> relu
    -> dense(classes) as head

  output probability = softmax(logits)
  loss   total    = crossEntropy(logits, label) + 1e-4 * l2("**/W")
  metric accuracy = correct(logits, label)
}

train LeNet5 {
  hyper lr: float = 2e-3 in log(1e-5 .. 1e-1)

  data {
    image = idx("train-images-idx3-ubyte.gz") / 255
    label = idx("train-labels-idx1-ubyte.gz")
    split train = 55000, val = 5000
  }
  test {
    image = idx("t10k-images-idx3-ubyte.gz") / 255
    label = idx("t10k-labels-idx1-ubyte.gz")
  }
  seed   = 42
  epochs = 12
  batch  = 64
  clip   = globalNorm(1.0)
  minimize total using adam(lr * warmup(500) * cosine(skip = 500))
  keep max val.accuracy
}
