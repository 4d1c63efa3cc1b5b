package org.dlm.compiler.optimize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * What depends on run-time numbers and the batch size only is computed once, in double precision, and handed to kernels.
 *
 * <pre>{@code
 * w'[i] = w[i] - float(lr / (1 - beta ^ step)) * m[i]
 *     becomes   rate = lr / (1 - beta ^ step),   w'[i] = w[i] - float(rate) * m[i]
 * y[b] = x[b] / float(size(batch))
 *     becomes   inverse = 1 / number(size(batch)),   y[b] = x[b] * float(inverse)
 * }</pre>
 *
 * <p>A quotient becomes a product with the inverse: the divisor would have been rounded to f32 and the quotient once more, now the
 * inverse is rounded and the product; the bound of the error is the same.
 */
final class NumberHoisting {
    private final GraphRebuild rebuild;
    /** FLOAT values of rank 0 that are numbers in truth. */
    private final Map<Op, Scalar> numbers = new HashMap<>();

    private NumberHoisting(GraphRebuild rebuild) {
        this.rebuild = rebuild;
    }

    static Graph apply(Graph graph) {
        NumberHoisting[] hoisting = new NumberHoisting[1];
        return GraphRebuild.of(graph, (op, rebuild) -> {
            if (hoisting[0] == null) {
                hoisting[0] = new NumberHoisting(rebuild);
            }
            return hoisting[0].copy(op);
        });
    }

    private Op copy(Op op) {
        if (op.type().element() == ElementType.NUMBER) {
            return OpCopy.of(op, rebuild.builder(), rebuild::of);
        }
        if (op.type().rank() == 0 && op.pointwise()) {
            number(((OpKind.Indexed) op.kind()).body()).ifPresent(number -> numbers.put(op, number));
        }
        return OpCopy.of(op, rebuild.builder(), rebuild::of, body -> hoist(body, op.origin()));
    }

    private Scalar hoist(Scalar scalar, Origin origin) {
        Optional<Scalar> number = number(scalar).filter(NumberHoisting::varies);
        if (number.isPresent() && scalar.type() == ElementType.NUMBER) {
            return inOp(number.get(), origin);
        }
        if (number.isPresent() && scalar.type() == ElementType.FLOAT) {
            return Scalars.apply(Primitive.TO_FLOAT, inOp(number.get(), origin));
        }
        if (scalar instanceof Scalar.Apply quotient
                && quotient.primitive() == Primitive.DIVIDE
                && quotient.type() == ElementType.FLOAT) {
            Optional<Scalar> divisor = number(quotient.arguments().get(1)).filter(NumberHoisting::varies);
            if (divisor.isPresent()) {
                Scalar inverse = Scalars.divide(Scalars.literal(ElementType.NUMBER, 1), divisor.get());
                return Scalars.multiply(
                        hoist(quotient.arguments().get(0), origin),
                        Scalars.apply(Primitive.TO_FLOAT, inOp(inverse, origin)));
            }
        }
        Scalar inner = scalar.mapChildren(child -> hoist(child, origin));
        return inner instanceof Scalar.Load load
                ? new Scalar.Load(rebuild.of(load.source()), load.at(), load.otherwise())
                : inner;
    }

    /** The number as an op of its own, unless it is one. */
    private Scalar inOp(Scalar number, Origin origin) {
        return number instanceof Scalar.Load
                ? number
                : Scalars.load(rebuild.builder().pointwise(List.of(), number, origin), List.of());
    }

    /** Whether the value is known at run time only. */
    private static boolean varies(Scalar number) {
        boolean[] varies = {false};
        number.forEach(s -> varies[0] |= switch (s) {
            case Scalar.Load load -> true;
            case Scalar.Size size -> size.extent().isBatch();
            case Scalar.Literal literal -> false;
            case Scalar.IndexValue index -> false;
            case Scalar.Apply apply -> false;
        });
        return varies[0];
    }

    /** The expression in double precision over the new ops, if it is made of numbers, sizes and literals alone. */
    private Optional<Scalar> number(Scalar scalar) {
        return switch (scalar) {
            case Scalar.Literal literal ->
                literal.type() == ElementType.BOOL
                        ? Optional.empty()
                        : Optional.of(Scalars.literal(ElementType.NUMBER, literal.value()));
            case Scalar.Size size ->
                Optional.of(new Scalar.Apply(ElementType.NUMBER, Primitive.TO_NUMBER, List.of(size)));
            case Scalar.Load load -> number(load);
            case Scalar.IndexValue index -> Optional.empty();
            case Scalar.Apply apply -> number(apply);
        };
    }

    private Optional<Scalar> number(Scalar.Load load) {
        if (load.type() == ElementType.NUMBER) {
            return Optional.of(Scalars.load(rebuild.of(load.source()), List.of()));
        }
        return Optional.ofNullable(numbers.get(load.source()));
    }

    private Optional<Scalar> number(Scalar.Apply apply) {
        if (apply.primitive() == Primitive.TO_FLOAT || apply.primitive() == Primitive.TO_NUMBER) {
            return number(apply.arguments().getFirst());
        }
        boolean arithmetic = apply.type() == ElementType.FLOAT || apply.type() == ElementType.NUMBER;
        if (!arithmetic || apply.primitive() == Primitive.WHERE) {
            return Optional.empty();
        }
        List<Optional<Scalar>> arguments =
                apply.arguments().stream().map(this::number).toList();
        return arguments.stream().allMatch(Optional::isPresent)
                ? Optional.of(Scalars.apply(
                        apply.primitive(),
                        arguments.stream().map(Optional::orElseThrow).toList()))
                : Optional.empty();
    }
}
