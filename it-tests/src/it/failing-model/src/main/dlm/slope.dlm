package org.dlm.it

/// A straight line through points, with a slip.
model Slope {
  input  x: float[1]
  target y: float[1]

  output guess = x -> dence(1) as line
  loss   total = mse(guess, y)
}
