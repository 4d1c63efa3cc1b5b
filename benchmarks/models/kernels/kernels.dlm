package org.dlm.benchmarks.kernels

/// A product of a batch with a matrix, and a bias.
model Dense {
  input x: float[512]
  output y = x -> dense(256)
}

/// A convolution of pictures with rectifiers behind it.
model Convolution {
  input x: float[16, 28, 28]
  output y = x -> conv(32, kernel = 5) -> relu
}

/// The same over every second place.
model StridedConvolution {
  input x: float[16, 28, 28]
  output y = x -> conv(32, kernel = 3, stride = 2, padding = 1) -> relu
}

/// The largest of each 2 x 2.
model Pooling {
  input x: float[32, 28, 28]
  output y = x -> maxPool(2)
}

/// Several computations for each row.
model Rows {
  input x: float[1000]
  output y = softmax(x)
}

/// Any shape. x times the chance that a normal number is below it.
fn gelu(x: float): float = 0.5 * x * (1 + erf(0.7071067811865476 * x))

/// A function of each element.
model Elements {
  input x: float[4096]
  output y = gelu(x)
}
