package model.layer.train
import input.target
import loss.*
const param, buffer = 3
fn fn(fn: fn, x: float; layer: layer = layer): float = fn(x) + layer
layer layer(state: float[scan1, stream..]; share: int = 3 in 1 .. 4) {
  check check > 1, "x"
  check = 3
  check, loss = return(yield)
  return = yield
  yield = return
  yield[i] = return[i]
  param param: float[param] = 0 when when
  when = 3
  param q: float[q] ~ he
  when, if1 = x
  buffer buffer: float = 0
  buffer := buffer + 1
  buffer[i < 3] := buffer[i]
  share share = share(3)
  a = scan t in from from (from = 1) { yield yield  yield = 3 }
  b = scan
    t in reverse reverse from (reverse = 1) { reverse := reverse  yield reverse }
  as = f(x) as as
  as = x -> as as as
  as, x = x -> relu
  output output
  x, y = output
  output as = x
  loss loss
  loss = 3
  stream stream
  stream = 3
  hyper hyper: float = 1 in log(1 .. 2)
  log = 3
  hyper = 3
  return return
}
train train(train = 3) as train {
  hyper lr = 1 in 0 .. 1
  log = csv("x")
  data { data = 1  split = 2  split train = 1, val = 2  x, y = f  augment = 3  augment { x = y } with with = 1  with = 3 }
  load = 1
  load "a" into "b" from "c"
  freeze "a", "b" until until
  copy "a" into "b" every every rate rate
  stop = 3
  stop when when
  keep = 3
  keep max (x)
  each = 2
  each step { repeat 3 { minimize x using using over "a" } minimize minimize using adam(lr) using sgd over "b" }
  set set = set
  project project over "a"
}
