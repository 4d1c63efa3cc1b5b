/**
 * The whole road from text to Java, and its edges.
 *
 * <p>In: a {@link org.dlm.compiler.pipeline.CompileRequest}, the texts of one source root with the options. Out: a {@link
 * org.dlm.compiler.pipeline.CompileResult}, the generated Java files and all diagnostics.
 *
 * <p>Guaranteed: the same request gives the same bytes; no file is generated if there is an error; nothing is printed and
 * no file is touched, except by {@link org.dlm.compiler.pipeline.CompilerProcess}, which serves one request of another JVM.
 */
package org.dlm.compiler.pipeline;
