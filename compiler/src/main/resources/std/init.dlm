package std.init

// In an `init`, `shape` is the parameter's shape and fanIn, fanOut are what the parameter states (or, for one or two
// dimensions, its first and last dimension).

/// All elements 0.
init zeros() = 0
/// All elements equal.
init constant(value: float = 0) = value
/// N(mean, std).
init gaussian(std: float = 0.02, mean: float = 0) = mean + std * normal(shape)
/// N(0, gain / fanIn): variance. He et al. 2015.
init he(gain: float = 2) = sqrt(gain / fanIn) * normal(shape)
/// U(-a, a), a = gain * sqrt(6 / (fanIn + fanOut)). Glorot and Bengio 2010.
init glorot(gain: float = 1) = gain * sqrt(6 / (fanIn + fanOut)) * (2 * uniform(shape) - 1)
