/**
 * Names: which declarations a file sees, and whether every name means something.
 *
 * <p>In: the parsed files of a source root and of the library. Out: a {@link org.dlm.compiler.resolve.ResolvedProgram},
 * which gives each declaration the scope of its file. Guaranteed, if no error was reported: every name in a body means a
 * local name, a declaration in that scope, or an entry of {@link org.dlm.compiler.resolve.BuiltIns}. Nothing is known here
 * about types, shapes or values.
 */
package org.dlm.compiler.resolve;
