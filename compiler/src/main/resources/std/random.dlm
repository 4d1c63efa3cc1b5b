package std.random

// The primitives are uniform(shape) and uniformLike(x). A draw of `like` form has x's shape and is one for each example
// exactly if x is; a draw of `shape` form in a model or layer is one for each example.

/// shape. Standard normal draws. Box and Muller 1958.
fn normal(; shape: int[..]): float[shape..] = sqrt(-2 * log(1 - uniform(shape))) * cos(2 * pi * uniform(shape))
