package org.dlm.compiler.memory;

import java.util.Locale;
import org.dlm.compiler.chain.Chain;

/**
 * Prints a plan as a table: a row for each computed value with its storage, its elements (of one example where it is
 * batched) and the groups of its first and last use; then the chains, and what the program needs in all, with any number of threads.
 *
 * <pre>
 * value  name   storage                     elements         first  last  in place of
 * %7     conv1  floats 12 + 784 * maxBatch  4704 an example      0    12
 * floats: 76 + 5488 * maxBatch elements
 * ints: 0 + 0 * maxBatch elements
 * bytes: 304 + 21952 * maxBatch
 * </pre>
 */
public final class MemoryPrinter {
    private MemoryPrinter() {}

    public static String print(MemoryPlan plan) {
        StringBuilder out = new StringBuilder();
        row(out, "value", "name", "storage", "elements", "first", "last", "in place of");
        for (Lifetime life : plan.lifetimes()) {
            row(
                    out,
                    "%" + life.op().id(),
                    life.op().origin().name(),
                    life.storage().toString(),
                    life.elements() + (life.op().type().batched() ? " an example" : ""),
                    Integer.toString(life.first()),
                    Integer.toString(life.last()),
                    life.inPlaceOf().map(old -> "%" + old.id()).orElse(""));
        }
        for (Transfer t : plan.transfers()) {
            out.append("copy %").append(t.value().id()).append(" from ").append(t.from());
            out.append(" to ").append(t.to()).append('\n');
        }
        for (Chain chain : plan.chained().chains()) {
            out.append("chain of groups ").append(chain.first()).append(" to ").append(chain.last());
            out.append(", ").append(chain.chunk()).append(" examples at a time\n");
        }
        out.append("floats: ").append(formula(plan.floats())).append('\n');
        out.append("ints: ").append(formula(plan.ints())).append('\n');
        out.append("bytes: ").append(plan.fixedBytes()).append(" + ");
        out.append(plan.bytesPerExample()).append(" * maxBatch\n");
        return out.toString();
    }

    private static String formula(MemoryPlan.ArenaLength length) {
        String kept = length.fixed() + " + " + length.perExample() + " * maxBatch";
        ScratchLength scratch = length.scratch();
        return scratch.equals(ScratchLength.NONE)
                ? kept + " elements"
                : kept + " + min(" + scratch.perThread() + " * threads, " + scratch.perExample()
                        + " * maxBatch) elements";
    }

    private static void row(StringBuilder out, String... cells) {
        String line = String.format(Locale.ROOT, "%-7s %-20s %-34s %-18s %5s %5s  %s", (Object[]) cells);
        out.append(line.stripTrailing()).append('\n');
    }
}
