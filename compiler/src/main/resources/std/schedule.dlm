package std.schedule

// A schedule is a number that depends on step (from 1), epoch (from 0), steps and epochs (totals). Schedules are values:
// lr * warmup(500) * cosine() is one.

/// Always the same number.
schedule always(value: float = 1) = value
/// Rises from 0 to 1 in `over` steps, then 1. Goyal et al. 2017.
schedule warmup(over: int = 500) = min(step / over, 1)
/// factor^floor(epoch / every).
schedule stairs(every: int = 10, factor: float = 0.1) = factor ^ div(epoch, every)
/// rate^(step / per).
schedule exponential(rate: float = 0.96, per: int = 1000) = rate ^ (step / per)
/// Half a cosine from 1 to floor, after `skip` steps. Loshchilov and Hutter 2017.
schedule cosine(skip: int = 0, floor: float = 0) =
  floor + (1 - floor) * 0.5 * (1 + cos(pi * min(max((step - skip) / max(steps - skip, 1), 0), 1)))
