package org.dlm.benchmarks

/// LeNet-5 with rectifiers. 61,706 parameters. LeCun et al. 1998.
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

  output scores = logits
  loss   total  = crossEntropy(logits, label)
}

train LeNet5 {
  data {
    image = idx("images.idx")
    label = idx("labels.idx")
  }
  minimize total using adam(1e-3)
}
