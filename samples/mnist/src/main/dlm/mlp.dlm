package org.dlm.samples.mnist

/// A plain network of two hidden layers for 28 x 28 grey images. 535,818 parameters.
model Mlp(classes: int = 10) {
  input  image: float[1, 28, 28]
  target label: class[classes]

  logits = image
    -> flatten
    -> dense(512) -> relu -> dropout(0.2)
    -> dense(256) -> relu -> dropout(0.2)
    -> dense(classes) as head

  output probability = softmax(logits)
  loss   total    = crossEntropy(logits, label)
  metric accuracy = correct(logits, label)
}

train Mlp {
  hyper lr: float = 1e-3 in log(1e-5 .. 1e-1)

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
  minimize total using adam(lr * warmup(500) * cosine(skip = 500))
  keep max val.accuracy
}
