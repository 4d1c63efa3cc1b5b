package org.dlm.compiler.pipeline;

/**
 * One Java source file.
 *
 * @param path below the output folder, with forward slashes, such as {@code com/acme/digits/LeNet5.java}
 */
public record GeneratedFile(String path, String text) {}
