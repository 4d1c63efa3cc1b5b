package org.dlm.it

/// The LeNet-5 of the samples.
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

  loss total = crossEntropy(logits, label) + 1e-4 * l2("**/W")
}

train LeNet5 as usual {
  data { image, label = synthetic.digits(64) }
  minimize total using adam(1e-3)
}

/// An update without steep places: its slope in the gradient is at most 2 lr / eps = 2.
train LeNet5 as smooth {
  data { image, label = synthetic.digits(64) }
  minimize total using adam(1e-3, eps = 1e-3)
}
