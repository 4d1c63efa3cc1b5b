package org.dlm.it

/// A small network with draws, for runs that are cut in two.
model Spirals {
  input  point: float[2]
  target arm: class[3]

  logits = point -> dense(32) -> tanh -> dropout(0.1) -> dense(32) -> tanh -> dense(3) as head

  loss   total    = crossEntropy(logits, arm)
  metric accuracy = correct(logits, arm)
}

train Spirals {
  data {
    point, arm = synthetic.spirals(700, arms = 3)
    split train = 600, val = 100
  }
  seed   = 5
  epochs = 4
  batch  = 32
  clip   = globalNorm(1.0)
  minimize total using adam(1e-2 * warmup(10) * cosine(skip = 10))
  keep max val.accuracy
}
