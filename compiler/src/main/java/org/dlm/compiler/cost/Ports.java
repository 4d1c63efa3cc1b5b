package org.dlm.compiler.cost;

/**
 * What a core starts in a cycle, for operands of one width.
 *
 * @param bits of the vectors, or of an element
 * @param fma multiplications, with or without an addition
 * @param arithmetic additions, comparisons, selections, and operations on bits
 * @param loads whole vectors that do not cross a cache line
 * @param stores whole vectors
 * @param lanes movements between lanes
 * @param division cycles from one division or root to the next
 */
public record Ports(
        int bits, double fma, double arithmetic, double loads, double stores, double lanes, double division) {}
