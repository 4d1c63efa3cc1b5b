/**
 * Source texts and places in them.
 *
 * <p>In: paths and texts. Out: {@link org.dlm.compiler.source.SourceFile}, {@link org.dlm.compiler.source.Span}.
 * Guaranteed: immutable; lines and columns count from 1.
 */
package org.dlm.compiler.source;
