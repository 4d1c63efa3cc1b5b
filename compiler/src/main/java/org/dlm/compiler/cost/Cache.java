package org.dlm.compiler.cost;

/**
 * A level of the memory.
 *
 * @param limit what a kernel waits for that is bound by it
 * @param bytes how much stays below it: the size of the level before
 * @param bytesPerCycle what it delivers to one core
 */
public record Cache(Limit limit, long bytes, double bytesPerCycle) {}
