/**
 * The text as written, as sealed records.
 *
 * <p>In: nothing; built by {@code parse}. Out: {@link org.dlm.compiler.ast.FileUnit} and what it holds. Guaranteed: every
 * node has a span, nothing is resolved, nothing is absent by {@code null}.
 */
package org.dlm.compiler.ast;
