package org.dlm.compiler.graph;

/** What FLOAT is in the generated code. f64 is for checks of gradients, where f32 would hide an error in its rounding. */
public enum Precision {
    F32,
    F64
}
