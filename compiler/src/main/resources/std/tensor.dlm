package std.tensor

// Whole-tensor functions. Only reshape, concat, split and uniform are primitives; all else is index notation.

/// "same" padding, as TensorFlow computes it: a marker where a number of padded elements is expected.
const same: int = -1
/// No padding.
const valid: int = 0

/// [A..] to []. Sum of all elements.
fn sum(x: float[A..]): float = sum(a.. : x[a..])
/// [A..] to []. Mean of all elements.
fn mean(x: float[A..]): float = mean(a.. : x[a..])
/// [A..] to []. Product of all elements, such as the number of elements of a window.
fn prod(x: int[A..]): int = prod(a.. : x[a..])

/// [S..] to []. Square root of the sum of squares; slope 0 at 0.
fn norm(x: float[A..]; eps: float = 0): float = sqrt(sum(a.. : x[a..] ^ 2) + eps)

/// [.., n] to [..]. Index of the first largest element; of the first NaN if there is one.
fn best(x: float[A.., n]): int[A..] {
  y[a..] = argmax(k : x[a.., k])
  return y
}

/// [.., n, m] to [.., m, n].
fn transpose(x: float[A.., n, m]): float[A.., m, n] {
  y[a.., j, i] = x[a.., i, j]
  return y
}

/// [S..] to [prod(S)], last dimension fastest.
fn flatten(x: float[S..]): float[prod(S)] = reshape(x, [prod(S)])

/// int to [size]. One at the index, zero elsewhere.
fn oneHot(id: int; size: int): float[size] {
  y[k < size] = where(k == id, 1.0, 0.0)
  return y
}
