package org.dlm.compiler.loop;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The text of places and expressions: {@code fma(all(x[b * 784 + i]), w[i * 512 + o ..], acc)}. */
final class ExpressionPrinter {
    /** With operands by their numbers: {@code $0[i]}. */
    static final ExpressionPrinter NUMBERED = new ExpressionPrinter(operand -> "$" + operand);

    private final IntFunction<String> operands;

    /** @param operands their names */
    ExpressionPrinter(IntFunction<String> operands) {
        this.operands = operands;
    }

    String print(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> constant(constant);
            case Expression.Local local -> local.variable().name();
            case Expression.Argument argument -> "number" + argument.number();
            case Expression.Index index -> "(" + print(index.place()) + ")";
            case Expression.Load load -> load(load);
            case Expression.Within within -> call("within", print(within.place()), print(within.size()));
            case Expression.Apply apply -> apply(apply);
            case Expression.Fma fma -> call("fma", print(fma.a()), print(fma.b()), print(fma.c()));
            case Expression.ReduceLanes lanes ->
                "lanes(" + lanes.primitive().word() + " : " + print(lanes.vector()) + ")";
            case Expression.Lane lane -> print(lane.vector()) + "." + lane.lane();
            case Expression.Broadcast broadcast -> call("all", print(broadcast.scalar()));
            case Expression.Lanes lanes -> "(" + print(lanes.first()) + " + " + lanes.stride() + " * lane)";
            case Expression.InRange range -> call("within", print(range.first()) + " + lane", print(range.size()));
            case Expression.Choose choose ->
                "(" + print(choose.condition()) + " ? " + print(choose.then()) + " : " + print(choose.otherwise())
                        + ")";
            case Expression.Bits bits ->
                "bits(" + print(bits.value()) + " << " + bits.left() + " & " + Integer.toHexString(bits.kept()) + " | "
                        + Integer.toHexString(bits.added()) + ")";
            case Expression.Exchange exchange -> call("exchange", print(exchange.vector()), "" + exchange.bit());
            case Expression.LaneBit bit -> call("laneBit", "" + bit.bit());
            case Expression.EverySecond every ->
                call("everySecond", print(every.first()), print(every.second()), "" + every.from());
            case Expression.ByTurns turns ->
                call("byTurns", print(turns.first()), print(turns.second()), "" + turns.half());
        };
    }

    private static String call(String name, String... arguments) {
        return name + "(" + String.join(", ", arguments) + ")";
    }

    private static String constant(Expression.Constant constant) {
        return switch (constant.type()) {
            case FLOAT, NUMBER -> Double.toString(constant.value());
            case INT -> Integer.toString((int) constant.value());
            case BOOL -> Boolean.toString(constant.value() != 0);
        };
    }

    private String load(Expression.Load load) {
        return switch (load.width()) {
            case ONE -> element(load.operand(), load.at());
            case VECTOR ->
                operands.apply(load.operand()) + "[" + print(load.at()) + " ..]"
                        + load.mask().map(mask -> " if " + print(mask)).orElse("");
        };
    }

    String element(int operand, Place at) {
        return operands.apply(operand) + "[" + print(at) + "]";
    }

    private String apply(Expression.Apply apply) {
        List<String> arguments = apply.arguments().stream().map(this::print).toList();
        String word = apply.primitive().word();
        return apply.primitive().infix()
                ? "(" + String.join(" " + word + " ", arguments) + ")"
                : word + "(" + String.join(", ", arguments) + ")";
    }

    /** {@code b * 784 + i + 3}. */
    String print(Place place) {
        String sum = place.terms().stream().map(this::print).collect(Collectors.joining(" + "));
        return sum.isEmpty()
                ? Integer.toString(place.constant())
                : place.constant() == 0 ? sum : sum + " + " + place.constant();
    }

    private String print(Place.Term term) {
        String factor = switch (term.factor()) {
            case Place.Factor.Of of -> of.variable().name();
            case Place.Factor.Quotient quotient -> call("div", print(quotient.of()), "" + quotient.by());
            case Place.Factor.Remainder remainder -> "(" + print(remainder.of()) + ") % " + remainder.by();
            case Place.Factor.Data data -> print(data.value());
        };
        return term.coefficient() == 1 ? factor : factor + " * " + term.coefficient();
    }
}
