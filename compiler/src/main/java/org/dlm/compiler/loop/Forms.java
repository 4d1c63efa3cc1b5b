package org.dlm.compiler.loop;

import java.util.List;
import org.dlm.compiler.graph.Precision;

/**
 * The forms that the kernels of a model are compiled to: plain loops always, and one for each of these widths of vectors. A JVM
 * uses the widest that its machine has; which one it is cannot be told by the results.
 *
 * @param vectors one precision, the widest first
 */
public record Forms(Precision precision, List<Target> vectors) {
    /** F32 in all widths: what runs well anywhere. */
    public static final Forms F32 = all(Precision.F32);

    public Forms {
        vectors = List.copyOf(vectors);
    }

    public static Forms all(Precision precision) {
        return of(precision, Target.WIDTHS);
    }

    /** @param widths in bits, in any order; an error for one that is not among {@link Target#WIDTHS} */
    public static Forms of(Precision precision, List<Integer> widths) {
        return new Forms(
                precision,
                widths.stream()
                        .distinct()
                        .sorted((a, b) -> Integer.compare(b, a))
                        .map(bits -> new Target(precision, bits))
                        .toList());
    }

    public Target plain() {
        return Target.plain(precision);
    }

    public List<Integer> widths() {
        return vectors.stream().map(Target::vectorBits).toList();
    }
}
