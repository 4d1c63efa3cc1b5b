package org.dlm.compiler.memory;

import org.dlm.compiler.graph.Op;

/** A copy of a whole value, in elements, left for the end of a run because the value could not be computed in its place. */
public record Transfer(Op value, Storage from, Storage to, int elements) {}
