package org.dlm.benchmarks

/// Three dense layers over pictures of 28 x 28. 535,818 parameters.
model Mlp(classes: int = 10) {
  input  image: float[784]
  target label: class[classes]

  logits = image -> dense(512) -> relu -> dense(256) -> relu -> dense(classes) as head

  output scores = logits
  loss   total  = crossEntropy(logits, label)
}

train Mlp {
  data {
    image = idx("images.idx")
    label = idx("labels.idx")
  }
  minimize total using adam(1e-3)
}
