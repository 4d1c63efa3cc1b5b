/**
 * Messages about the user's text as data, and their renderings.
 *
 * <p>In: what stages report to a {@link org.dlm.compiler.diagnostics.DiagnosticSink}. Out: diagnostics, and text made of
 * them by the renderers. Guaranteed: nothing here prints.
 */
package org.dlm.compiler.diagnostics;
