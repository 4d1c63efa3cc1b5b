package org.dlm.benchmarks

/// min(max(x, 0), 6). Howard et al. 2017.
fn relu6(x: float): float = clamp(x, 0, 6)

/// A window for each channel apart, then a mixture of the channels. Howard et al. 2017.
layer separable(x: float[C, H, W]; filters: int, stride: int = 1) {
  return x
    -> conv(C, kernel = 3, stride = stride, padding = 1, groups = C, bias = false) as depthwise -> batchNorm -> relu6
    -> conv(filters, kernel = 1, bias = false) as pointwise                                    -> batchNorm -> relu6
}

/// Five depthwise-separable blocks for pictures of 32 x 32. 54,922 parameters.
model MobileNet(classes: int = 10) {
  input  image: float[3, 32, 32]
  target label: class[classes]

  logits = image
    -> conv(32, kernel = 3, padding = 1, bias = false) -> batchNorm -> relu6
    -> separable(64)  -> separable(64, stride = 2)
    -> separable(128) -> separable(128, stride = 2) -> separable(128)
    -> globalAvgPool -> dense(classes) as head

  output scores = logits
  loss   total  = crossEntropy(logits, label)
}

train MobileNet {
  data {
    image = idx("images.idx")
    label = idx("labels.idx")
  }
  minimize total using momentum(0.01)
}
