/**
 * The AST as text again: its canonical layout, and a printout of its structure.
 *
 * <p>In: a {@link org.dlm.compiler.ast.FileUnit}. Out: text. Guaranteed: reading the formatted text gives the same AST but
 * for spans; formatting it again changes nothing; no comment is lost.
 */
package org.dlm.compiler.format;
