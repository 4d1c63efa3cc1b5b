package org.dlm.compiler.pipeline.random;

/** A number with a bound of what rounding can have made of it; 0 where it has to be met exactly, infinite where nothing is demanded. */
final class Bounded {
    double value;
    double error;

    Bounded set(double newValue, double newError) {
        value = newValue;
        error = newError;
        return this;
    }
}
