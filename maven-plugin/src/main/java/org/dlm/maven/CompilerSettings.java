package org.dlm.maven;

/** What the compiler is asked to generate, in its own words. */
record CompilerSettings(String precision, int maxBatch, String vectors, String programs) {}
