package org.dlm.compiler.emit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;

/**
 * What the values of a program are called in Java: after the layer that computes them, or the function that the model calls, and
 * what is before it.
 *
 * <pre>
 * conv1          the result of the layer conv1; norm1Mean, another value in it
 * conv1MaxPool   what a function of the model makes of conv1's result
 * dConv1         the adjoint of conv1; dConv1W, that of its parameter W
 * conv1Padded    a copy with zeros around; headWTransposed, dConv2Packed: other copies
 * conv1WNext     the next value of something kept
 * </pre>
 *
 * <p>Values may share a name; who needs them apart asks an allocator.
 */
final class ValueNames {
    private static final String ADJOINT = "d_";
    private static final String PLACE = "place_";
    private static final String OTHERS = "others_";

    private final Map<Op, String> results = new HashMap<>();
    private final Map<Op, String> kept = new HashMap<>();
    /** The last value of each instance, or of each call where there is no instance: what remains of it. */
    private final Map<Object, Op> last = new HashMap<>();

    /** What the text calls the result of each instance. */
    private final Map<Object, String> resultNames = new HashMap<>();

    private final Map<Op, String> prefixes = new HashMap<>();

    /** A call by the model's own text. */
    private record Call(Origin.Call call, String name) {}

    /** @param stated the same before it was rewritten */
    ValueNames(Graph graph, Graph stated) {
        stated.ops().stream()
                .filter(ValueNames::isOfText)
                .forEach(op -> resultNames.put(key(op.origin()), op.origin().name()));
        graph.ops().stream().filter(ValueNames::isOfText).forEach(op -> last.put(key(op.origin()), op));
        graph.results().stream()
                .filter(result -> isOwn(result.role(), result.op().root()))
                .forEach(result -> results.putIfAbsent(result.op().root(), Names.camel(result.name())));
        graph.updates()
                .forEach(update -> kept.put(
                        update.value().root(),
                        Names.camel(((OpKind.Source) update.target().kind()).name()) + "Next"));
    }

    /** Whether a result's name says more than that of a layer or adjoint would: a start value's path, a loss. */
    private static boolean isOwn(Graph.ResultRole role, Op op) {
        return switch (role) {
            case VALUE -> !isAdjoint(op);
            case OUTPUT, LOSS, METRIC -> op.origin().instances().isEmpty();
            case KEPT -> false;
        };
    }

    /** The name of a value; a reshaped one has that of its source. */
    String of(Op value) {
        Op op = value.root();
        if (op.kind() instanceof OpKind.Source source) {
            String name = Names.camel(source.name());
            return source.role() == OpKind.Role.GRADIENT ? "d" + Names.capitalized(name) : name;
        }
        if (op.kind() instanceof OpKind.Draw draw) {
            return joined(prefix(op), "draw" + draw.place());
        }
        if (kept.containsKey(op)) {
            return kept.get(op);
        }
        return LayoutCopy.of(op)
                .filter(copy -> !op.equals(last.get(key(op.origin()))))
                .map(copy -> copy(op, copy))
                .orElseGet(() -> computed(op));
    }

    /** A copy is called after the layer that it is made for; one of a parameter or adjoint after what is copied. */
    private String copy(Op op, LayoutCopy copy) {
        boolean ofLayer = !op.origin().instances().isEmpty() && !isAdjoint(op) && !isKept(copy.source());
        return (ofLayer ? prefix(op) : of(copy.source())) + copy.kind().ending();
    }

    private String computed(Op op) {
        return results.containsKey(op) ? results.get(op) : named(op, op.origin().name());
    }

    private String named(Op op, String name) {
        if (name.startsWith(ADJOINT)) {
            return "d" + Names.capitalized(adjoint(op, name.substring(ADJOINT.length())));
        }
        if (name.startsWith(PLACE)) {
            return named(op, name.substring(PLACE.length())) + "Place";
        }
        if (name.startsWith(OTHERS)) {
            return named(op, name.substring(OTHERS.length())) + "Others";
        }
        Origin origin = op.origin();
        String function = origin.call().function();
        String own = function.isEmpty() ? name : function;
        if (origin.instances().isEmpty()) {
            return function.isEmpty() && !own.isEmpty()
                    ? Names.camel(own)
                    : joined(prefix(op), own.isEmpty() ? "value" : own);
        }
        return isResult(origin.named(name)) ? prefix(op) : joined(prefix(op), own);
    }

    /** Whether one of the values is the result of the layer that the first one belongs to. */
    boolean finishLayer(List<Op> ops) {
        Object layer = key(ops.getFirst().origin());
        return ops.stream().map(Op::origin).anyMatch(origin -> key(origin).equals(layer) && isResult(origin));
    }

    /** The layer that computes a value. */
    String layer(Op op) {
        return prefix(op);
    }

    /** The adjoint of the value that had this name: the same origin, and if the value was the last one there, its short name. */
    private String adjoint(Op op, String name) {
        if (!plain(name).equals(name)) {
            return named(op, name);
        }
        Origin origin = op.origin().named(name);
        if (!origin.instances().isEmpty() && isResult(origin)) {
            return prefix(op);
        }
        Op value = last.get(key(origin));
        if (origin.instances().isEmpty() && value != null && value.origin().equals(origin)) {
            return of(value);
        }
        return origin.instances().isEmpty() && !origin.call().function().isEmpty()
                ? joined("", origin.call().function())
                : joined(Names.camel(String.join(" ", origin.instances())), parameterName(origin));
    }

    /** Origins of parameters have their whole path as a name. */
    private static String parameterName(Origin origin) {
        String path = origin.path() + "/";
        return origin.name().startsWith(path) ? origin.name().substring(path.length()) : origin.name();
    }

    /** The layer of a value, or where the model's own text works on the result of one layer, that one. */
    private String prefix(Op op) {
        String known = prefixes.get(op);
        if (known == null) {
            known = findPrefix(op);
            prefixes.put(op, known);
        }
        return known;
    }

    private String findPrefix(Op op) {
        if (op.kind() instanceof OpKind.Source source) {
            int end = source.name().lastIndexOf('/');
            boolean inLayer = source.role() == OpKind.Role.PARAMETER || source.role() == OpKind.Role.BUFFER;
            return Names.camel(inLayer && end > 0 ? source.name().substring(0, end) : source.name());
        }
        List<String> instances = op.origin().instances();
        if (!instances.isEmpty()) {
            return Names.camel(String.join(" ", instances));
        }
        Op latest = op;
        Set<String> before = new HashSet<>();
        for (Op operand : op.operands()) {
            Op root = operand.root();
            if (!(root.kind() instanceof OpKind.Source source && source.role() == OpKind.Role.TARGET)) {
                before.add(prefix(root));
                latest = latest.equals(op) || root.id() > latest.id() ? root : latest;
            }
        }
        boolean ofOne = before.size() == 1 || op.type().rank() > 0 && !before.isEmpty();
        return ofOne ? prefix(latest) : "";
    }

    /** Whether a value of this name is what its instance gives. */
    private boolean isResult(Origin origin) {
        return origin.name().equals(resultNames.get(key(origin)));
    }

    /** Whether it is computed, and by the text rather than by derivation. */
    private static boolean isOfText(Op op) {
        return isComputed(op) && plain(op.origin().name()).equals(op.origin().name());
    }

    private static Object key(Origin origin) {
        return origin.instances().isEmpty()
                ? new Call(origin.call(), origin.call().function().isEmpty() ? origin.name() : "")
                : origin.instances();
    }

    static boolean isAdjoint(Op op) {
        return op.origin().name().startsWith(ADJOINT);
    }

    /** The name that the text gave, without what derivation has put before it. */
    private static String plain(String name) {
        for (String begin : List.of(ADJOINT, PLACE, OTHERS)) {
            if (name.startsWith(begin)) {
                return plain(name.substring(begin.length()));
            }
        }
        return name;
    }

    private static boolean isKept(Op op) {
        return op.kind() instanceof OpKind.Source source
                && (source.role() == OpKind.Role.PARAMETER || source.role() == OpKind.Role.BUFFER);
    }

    /** Whether the text tells of this value; a copy that the compiler has made bears the origin of what it copies. */
    private static boolean isComputed(Op op) {
        boolean computes = op.kind() instanceof OpKind.Indexed || op.kind() instanceof OpKind.ScatterAdd;
        return computes
                && LayoutCopy.of(op)
                        .filter(copy -> copy.source().origin().equals(op.origin()))
                        .isEmpty();
    }

    private static String joined(String before, String name) {
        return Names.camel(before, name);
    }
}
