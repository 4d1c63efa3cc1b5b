package org.dlm.it

/// The MLP of the samples without dropout, whose draws no other engine repeats.
model Mlp(classes: int = 10) {
  input  image: float[1, 28, 28]
  target label: class[classes]

  logits = image
    -> flatten
    -> dense(512) -> relu
    -> dense(256) -> relu
    -> dense(classes) as head

  loss total = crossEntropy(logits, label)
}

train Mlp as usual {
  data { image, label = synthetic.digits(64) }
  minimize total using adam(1e-3)
}

/// An update without steep places: its slope in the gradient is at most 2 lr / eps = 2.
train Mlp as smooth {
  data { image, label = synthetic.digits(64) }
  minimize total using adam(1e-3, eps = 1e-3)
}
