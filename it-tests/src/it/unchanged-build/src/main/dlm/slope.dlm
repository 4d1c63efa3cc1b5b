package org.dlm.it

/// A straight line through points.
model Slope {
  input  x: float[1]
  target y: float[1]

  output guess = x -> dense(1) as line
  loss   total = mse(guess, y)
}
