package org.dlm.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.source.Span;

/**
 * What the two runs of a model, for training and for inference, must have in common: a program that is generated for one of them is
 * fed, asked and given weights by the other's description.
 */
record Modes(Registry training, Registry inference) {
    /** What is compared: its kind in words, and what it is beside its name. */
    private record Thing(String kind, Object type, Span span) {}

    void check(DiagnosticSink problems) {
        compare(
                byName(training.ports, p -> p.name(), this::port),
                byName(inference.ports, p -> p.name(), this::port),
                problems);
        compare(
                byName(training.exposed, e -> e.name(), this::exposed),
                byName(inference.exposed, e -> e.name(), this::exposed),
                problems);
        Map<String, Thing> kept = byName(List.copyOf(inference.owned.values()), o -> o.path(), this::owned);
        Map<String, Thing> known = byName(List.copyOf(training.owned.values()), o -> o.path(), this::owned);
        // what only training keeps, inference does without
        known.keySet().retainAll(kept.keySet());
        compare(known, kept, problems);
    }

    private Thing port(Registry.Port port) {
        return new Thing(port.target() ? "target" : "input", List.of(port.type(), port.classes()), port.span());
    }

    private Thing exposed(Registry.Exposed exposed) {
        return new Thing(
                exposed.role().name().toLowerCase(java.util.Locale.ROOT),
                List.of(exposed.op().type(), exposed.perExample()),
                exposed.span());
    }

    private Thing owned(Registry.Owned owned) {
        return new Thing(owned.trained() ? "parameter" : "buffer", owned.type(), owned.span());
    }

    private static <T> Map<String, Thing> byName(List<T> all, Function<T, String> name, Function<T, Thing> thing) {
        Map<String, Thing> things = new LinkedHashMap<>();
        all.forEach(one -> things.put(name.apply(one), thing.apply(one)));
        return things;
    }

    private static void compare(Map<String, Thing> training, Map<String, Thing> inference, DiagnosticSink problems) {
        training.forEach((name, thing) -> {
            Thing other = inference.get(name);
            if (other == null) {
                report(thing, name, "is there in training only", problems);
            } else if (!other.kind.equals(thing.kind) || !other.type.equals(thing.type)) {
                report(other, name, "is of another type in training than in inference", problems);
            }
        });
        inference.forEach((name, thing) -> {
            if (!training.containsKey(name)) {
                report(thing, name, "is there in inference only", problems);
            }
        });
    }

    private static void report(Thing thing, String name, String difference, DiagnosticSink problems) {
        problems.report(Diagnostic.error(
                DiagnosticId.MODE_MISMATCH,
                thing.span,
                "the " + thing.kind + " " + name + " " + difference
                        + "; a model has the same in both: choose a value by `training`, not what there is"));
    }
}
