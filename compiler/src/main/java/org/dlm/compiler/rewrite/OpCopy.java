package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.function.UnaryOperator;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/** Makes an op once more in another builder, with other operands or bodies. */
public final class OpCopy {
    private OpCopy() {}

    /** The op with every body replaced by {@code bodies} and a reshape's source by {@code sources}. */
    public static Op of(Op op, GraphBuilder builder, UnaryOperator<Op> sources, UnaryOperator<Scalar> bodies) {
        return switch (op.kind()) {
            case OpKind.Source source ->
                builder.source(source.role(), source.name(), op.type(), source.perExample(), op.origin());
            case OpKind.Draw draw ->
                builder.draw(draw.place(), draw.perExample(), op.type().shape(), op.origin());
            case OpKind.Reshape reshape ->
                builder.reshape(sources.apply(reshape.source()), op.type().shape(), op.origin());
            case OpKind.Indexed indexed ->
                builder.indexed(
                        indexed.free(),
                        indexed.reduction(),
                        indexed.reduced(),
                        bodies.apply(indexed.body()),
                        op.origin());
            case OpKind.ScatterAdd scatter ->
                builder.scatterAdd(
                        op.type(),
                        scatter.domain(),
                        places(scatter.at(), bodies),
                        bodies.apply(scatter.body()),
                        op.origin());
        };
    }

    /** The same op in another builder. */
    public static Op of(Op op, GraphBuilder builder, UnaryOperator<Op> sources) {
        return of(op, builder, sources, body -> withSources(body, sources));
    }

    /** The expression with every value read replaced. */
    public static Scalar withSources(Scalar scalar, UnaryOperator<Op> sources) {
        return new Sources(sources).apply(scalar);
    }

    /** One object for a whole expression, where a lambda would be one for each of its nodes. */
    private record Sources(UnaryOperator<Op> of) implements UnaryOperator<Scalar> {
        @Override
        public Scalar apply(Scalar scalar) {
            Scalar inner = scalar.mapChildren(this);
            return inner instanceof Scalar.Load load
                    ? new Scalar.Load(of.apply(load.source()), load.at(), load.otherwise())
                    : inner;
        }
    }

    private static List<Subscript> places(List<Subscript> at, UnaryOperator<Scalar> bodies) {
        return at.stream()
                .<Subscript>map(place -> switch (place) {
                    case Affine affine -> affine;
                    case Subscript.Data data -> new Subscript.Data(bodies.apply(data.value()));
                })
                .toList();
    }
}
