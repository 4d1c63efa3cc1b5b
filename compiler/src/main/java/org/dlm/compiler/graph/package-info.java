/**
 * The typed graph, the one form between the text and the loops.
 *
 * <p>In: nothing; the graph is built by {@code elaborate}, {@code autodiff} and the rewrites through {@link
 * org.dlm.compiler.graph.GraphBuilder}. Out: {@link org.dlm.compiler.graph.Graph}, an ordered list of interned ops with named
 * results and updates. Guaranteed: every operand stands before its user, equal ops are the same object, every op has an
 * origin, and {@link org.dlm.compiler.graph.GraphVerifier} accepts the graph.
 *
 * <p>There are few kinds of op ({@link org.dlm.compiler.graph.OpKind}). The heart is the indexed reduction {@code out[f] =
 * reduce(r : body(f, r))}; all that is pointwise, broadcast, transposed, sliced, padded, contracted or pooled is this one op with
 * other index maps.
 */
package org.dlm.compiler.graph;
