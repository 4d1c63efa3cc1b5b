package org.dlm.compiler.cost;

/**
 * Cycles from an operand to the result.
 *
 * @param fma of a multiplication, with or without an addition
 * @param arithmetic of an addition or comparison
 * @param lanes of a movement between lanes
 * @param division of a division or root
 * @param memory from a store to a load of the same element
 */
public record Latencies(int fma, int arithmetic, int lanes, int division, int memory) {}
