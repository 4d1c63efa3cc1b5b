/**
 * Small rewrites that bring a graph to one usual form.
 *
 * <p>In: a {@link org.dlm.compiler.graph.Graph}. Out: a graph of the same results and updates. Guaranteed: the same values, but
 * for the rounding and the sign of zeros where a rule says so; every op keeps an origin; no rule undoes another one, so that the
 * driver {@link org.dlm.compiler.rewrite.RewritePass} ends.
 *
 * <p>There is one rule per file, with a picture; {@link org.dlm.compiler.rewrite.Rules} lists them. Equal subexpressions are one
 * op from the start, because a {@link org.dlm.compiler.graph.GraphBuilder} interns, and dead ops are left behind whenever it
 * gives out a graph.
 */
package org.dlm.compiler.rewrite;
