package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;
import org.dlm.compiler.lower.Variables;

/** Computes what occurs more than once in the vector values of one straight-line body only once. */
final class VectorSharing {
    private final Variables variables;
    private final Map<VectorValue, Integer> uses = new HashMap<>();
    private final Set<VectorValue> seen = new HashSet<>();
    private final Map<VectorValue, VectorValue> locals = new HashMap<>();

    VectorSharing(Variables variables) {
        this.variables = variables;
    }

    /** Counts what a value computes; to be called for all values of the body before the first is replaced. */
    void count(VectorValue value) {
        uses.merge(value, 1, Integer::sum);
        if (seen.add(value)) {
            children(value).forEach(this::count);
        }
    }

    /** The value with shared parts as locals, declared in {@code before} at their first use. */
    VectorValue replace(VectorValue value, List<Statement> before) {
        if (locals.containsKey(value)) {
            return locals.get(value);
        }
        VectorValue replaced = mapChildren(value, before);
        if (uses.getOrDefault(value, 0) < 2 || !worthALocal(value)) {
            return replaced;
        }
        Variable variable = variables.fresh(name(value));
        before.add(new Statement.DeclareVector(variable, replaced));
        VectorValue local = new VectorValue.Local(value.type(), variable);
        locals.put(value, local);
        return local;
    }

    private static boolean worthALocal(VectorValue value) {
        return switch (value) {
            case VectorValue.Broadcast broadcast ->
                !(broadcast.scalar() instanceof org.dlm.compiler.loop.Expression.Constant);
            case VectorValue.Local local -> false;
            case VectorValue.Load load -> true;
            case VectorValue.Lanes lanes -> true;
            case VectorValue.InRange range -> true;
            case VectorValue.Apply apply -> true;
            case VectorValue.Fma fma -> true;
            case VectorValue.Bits bits -> true;
            case VectorValue.Exchange exchange -> true;
            case VectorValue.EverySecond every -> true;
            case VectorValue.ByTurns turns -> true;
            case VectorValue.LaneBit bit -> false;
            case VectorValue.Choose choose -> true;
        };
    }

    private static String name(VectorValue value) {
        return switch (value.type()) {
            case FLOAT, NUMBER, INT -> value instanceof VectorValue.Broadcast ? "all" : "v";
            case BOOL -> "mask";
        };
    }

    private static List<VectorValue> children(VectorValue value) {
        return switch (value) {
            case VectorValue.Broadcast broadcast -> List.of();
            case VectorValue.Local local -> List.of();
            case VectorValue.Load load -> load.mask().stream().toList();
            case VectorValue.Lanes lanes -> List.of();
            case VectorValue.InRange range -> List.of();
            case VectorValue.Apply apply -> apply.arguments();
            case VectorValue.Fma fma -> List.of(fma.a(), fma.b(), fma.c());
            case VectorValue.Bits bits -> List.of(bits.value());
            case VectorValue.Exchange exchange -> List.of(exchange.vector());
            case VectorValue.EverySecond every -> List.of(every.first(), every.second());
            case VectorValue.ByTurns turns -> List.of(turns.first(), turns.second());
            case VectorValue.LaneBit bit -> List.of();
            // The side that is not chosen must not be computed before: its address may be outside.
            case VectorValue.Choose choose -> List.of();
        };
    }

    private VectorValue mapChildren(VectorValue value, List<Statement> before) {
        return switch (value) {
            case VectorValue.Broadcast broadcast -> broadcast;
            case VectorValue.Local local -> local;
            case VectorValue.Load load ->
                new VectorValue.Load(
                        load.type(), load.operand(), load.at(), load.mask().map(m -> replace(m, before)));
            case VectorValue.Lanes lanes -> lanes;
            case VectorValue.InRange range -> range;
            case VectorValue.Apply apply ->
                new VectorValue.Apply(apply.type(), apply.primitive(), replaceAll(apply.arguments(), before));
            case VectorValue.Fma fma ->
                new VectorValue.Fma(replace(fma.a(), before), replace(fma.b(), before), replace(fma.c(), before));
            case VectorValue.Bits bits ->
                new VectorValue.Bits(replace(bits.value(), before), bits.left(), bits.kept(), bits.added());
            case VectorValue.Exchange exchange ->
                new VectorValue.Exchange(replace(exchange.vector(), before), exchange.bit());
            case VectorValue.EverySecond every ->
                new VectorValue.EverySecond(
                        replace(every.first(), before), replace(every.second(), before), every.from());
            case VectorValue.ByTurns turns ->
                new VectorValue.ByTurns(replace(turns.first(), before), replace(turns.second(), before), turns.half());
            case VectorValue.LaneBit bit -> bit;
            case VectorValue.Choose choose -> choose;
        };
    }

    private List<VectorValue> replaceAll(List<VectorValue> values, List<Statement> before) {
        List<VectorValue> replaced = new ArrayList<>();
        values.forEach(value -> replaced.add(replace(value, before)));
        return replaced;
    }
}
