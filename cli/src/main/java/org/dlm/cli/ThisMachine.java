package org.dlm.cli;

import java.util.List;
import org.dlm.compiler.loop.Target;
import org.dlm.runtime.vector.VectorSupport;

/** What is compiled and run at once needs only the kernels that this machine uses. */
final class ThisMachine {
    private ThisMachine() {}

    /** The width of the vectors that kernels use here, in bits; none where plain loops are used. */
    static List<Integer> vectors() {
        int bits = VectorSupport.choose(
                Target.WIDTHS.stream().mapToInt(Integer::intValue).toArray());
        return bits == 0 ? List.of() : List.of(bits);
    }
}
