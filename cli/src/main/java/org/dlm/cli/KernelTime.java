package org.dlm.cli;

import org.dlm.compiler.emit.GeneratedStep;

/**
 * How long a step of a program takes alone.
 *
 * @param medianNanos half of the calls took no longer
 * @param bestNanos the fastest call
 */
record KernelTime(GeneratedStep step, double medianNanos, double bestNanos) {}
