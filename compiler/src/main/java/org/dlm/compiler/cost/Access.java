package org.dlm.compiler.cost;

import org.dlm.compiler.loop.Place;

/**
 * A load or store.
 *
 * @param at in loop variables alone
 * @param elements that follow each other from there
 * @param used share of them that is asked for; the others are cut off by a mask
 */
record Access(int operand, Place at, int elements, boolean writes, double used) {
    boolean isVector() {
        return elements > 1;
    }
}
