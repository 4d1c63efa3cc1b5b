/**
 * Generates Java from the {@code .dlm} files of a Maven module.
 *
 * <p>In: a source root, options, the compiler's jars, a JDK 25 or later. Out: Java files in a source root of their own, and
 * the compiler's diagnostics in Maven's log.
 *
 * <p>Guaranteed: the compiler runs only if something changed that it reads; a generated file is replaced as a whole or not
 * at all, and not touched if its text is the same. The classes here are Java 17, as Maven's own JVM may be.
 */
package org.dlm.maven;
