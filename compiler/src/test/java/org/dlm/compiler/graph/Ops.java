package org.dlm.compiler.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;

/** Short words for graphs written by hand in tests. */
public final class Ops {
    private static final SourceFile FILE = new SourceFile("test.dlm", "test");

    private Ops() {}

    public static Origin origin(String name) {
        return new Origin(new Span(FILE, 0, 4), List.of(), name);
    }

    public static Axis axis(String name, int extent) {
        return new Axis(name, Extent.of(extent));
    }

    public static Axis batchAxis() {
        return new Axis("b", Extent.BATCH);
    }

    public static Op input(GraphBuilder builder, String name, int... shape) {
        return input(builder, ElementType.FLOAT, name, shape);
    }

    public static Op input(GraphBuilder builder, ElementType element, String name, int... shape) {
        return builder.source(OpKind.Role.INPUT, name, TensorType.of(element, shape), true, origin(name));
    }

    public static Op parameter(GraphBuilder builder, String name, int... shape) {
        return builder.source(
                OpKind.Role.PARAMETER, name, TensorType.of(ElementType.FLOAT, shape), false, origin(name));
    }

    /** The place of an axis. */
    public static Affine at(int axis) {
        return Affine.axis(axis);
    }

    public static Scalar load(Op source, Subscript... places) {
        return Scalars.load(source, List.of(places));
    }

    /** A load with a value outside. */
    public static Scalar guarded(Op source, Scalar otherwise, Subscript... places) {
        return new Scalar.Load(source, List.of(places), Optional.of(otherwise));
    }

    public static Scalar zero() {
        return Scalars.literal(0.0);
    }

    public static Scalar apply(Primitive primitive, Scalar... arguments) {
        return Scalars.apply(primitive, arguments);
    }

    /** The product of several factors, from left to right. */
    public static Scalar product(Scalar... factors) {
        return Arrays.stream(factors).reduce(Scalars::multiply).orElseThrow();
    }

    public static Graph.Result loss(Op op) {
        return new Graph.Result(Graph.ResultRole.LOSS, "loss", op);
    }

    public static Graph.Result value(String name, Op op) {
        return new Graph.Result(Graph.ResultRole.VALUE, name, op);
    }

    public static Graph graph(GraphBuilder builder, Graph.Result... results) {
        return builder.graph(List.of(results), List.of());
    }
}
