package org.dlm.compiler.loop;

/** A statement of a kernel's body. */
public sealed interface Statement {
    // The loop forms are defined together with the lowering.
    /** Nothing. */
    record Empty() implements Statement {}
}
