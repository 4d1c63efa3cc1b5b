package org.dlm.compiler.schedule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;

/** Short words for graphs in tests of kernels. */
final class Cases {
    static final List<Forms> FORMS = List.of(Forms.F32, Forms.all(Precision.F64));

    final GraphBuilder builder = new GraphBuilder();
    private final SourceFile file = new SourceFile("case.dlm", "y[i] = x[i]");
    private int next;

    Origin origin(String name) {
        return new Origin(new Span(file, 0, 11), List.of("case"), name);
    }

    Op source(String name, Extent... shape) {
        return source(name, ElementType.FLOAT, shape);
    }

    Op source(String name, ElementType element, Extent... shape) {
        OpKind.Role role = shape.length > 0 && shape[0].isBatch() ? OpKind.Role.INPUT : OpKind.Role.PARAMETER;
        TensorType type = new TensorType(element, List.of(shape));
        return builder.source(role, name, type, role == OpKind.Role.INPUT, origin(name));
    }

    Op number(String name) {
        TensorType type = new TensorType(ElementType.NUMBER, List.of());
        return builder.source(OpKind.Role.HYPER, name, type, false, origin(name));
    }

    static Axis axis(String name, Extent extent) {
        return new Axis(name, extent);
    }

    static Axis axis(String name, int size) {
        return new Axis(name, Extent.of(size));
    }

    static Axis batch() {
        return new Axis("b", Extent.BATCH);
    }

    static Extent of(int size) {
        return Extent.of(size);
    }

    static FusionGroup group(FusionGroup.Kind kind, List<Axis> outer, List<Op> ops, Op... stored) {
        return new FusionGroup(kind, outer, ops, Set.of(stored));
    }

    void check(FusionGroup group, double tolerance, int... batches) {
        check(group, tolerance, Map.of(), batches);
    }

    void check(FusionGroup group, double tolerance, Map<String, double[]> given, int... batches) {
        for (Forms forms : FORMS) {
            KernelRun run = new KernelRun(group, forms);
            for (int batch : batches) {
                run.check(builder, batch, 7 * batch + next++, tolerance, given);
            }
        }
    }

    static Stream<Integer> awkward() {
        return Stream.of(1, 7, 15, 16, 17, 33);
    }
}
