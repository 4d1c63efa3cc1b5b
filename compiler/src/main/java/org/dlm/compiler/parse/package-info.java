/**
 * Text to AST.
 *
 * <p>In: a {@link org.dlm.compiler.source.SourceFile}. Out: a {@link org.dlm.compiler.ast.FileUnit}, always; declarations
 * with syntax errors are reported and left out. Guaranteed: ANTLR's types stay inside this package, integers fit 32 bits,
 * the AST is not nested deeper than {@link org.dlm.compiler.parse.NestingLimit} allows.
 */
package org.dlm.compiler.parse;
