package org.dlm.compiler.lower;

import org.dlm.compiler.loop.Variable;

/** Numbers the variables of one kernel. */
public final class Variables {
    private int next;

    public Variable fresh(String name) {
        return new Variable(next++, name);
    }
}
