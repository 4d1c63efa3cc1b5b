/**
 * The commands of {@code dlmc}.
 *
 * <p>In: arguments. Out: text, files, and an exit code. Guaranteed: everything is printed to the two streams of a {@link
 * org.dlm.cli.Console}; a user's mistake gives one message without a stack trace; with {@code --json} the last line of
 * the output is one JSON object; nothing is decided here that a program could not also do through the compiler and the
 * runtime.
 */
package org.dlm.cli;
