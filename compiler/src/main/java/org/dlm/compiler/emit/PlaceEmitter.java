package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import org.dlm.compiler.emit.Fragment.Binding;
import org.dlm.compiler.loop.Place;

/** Prints places and addresses. */
final class PlaceEmitter {
    /** Beside the name of its array, in a deep loop. */
    private static final int LONGEST_ADDRESS = 70;

    private final KernelNames names;
    private final ExpressionEmitter values;

    /** @param values prints what places are read from */
    PlaceEmitter(KernelNames names, ExpressionEmitter values) {
        this.names = names;
        this.values = values;
    }

    /** {@code xAt + b * 784 + i}; one that no line would hold is broken too. */
    CodeBlock address(int operand, Place at) {
        CodeBlock whole = address(operand, at, " ");
        return whole.toString().length() <= LONGEST_ADDRESS ? whole : address(operand, at, "$W");
    }

    private CodeBlock address(int operand, Place at, String space) {
        CodeBlock.Builder sum = CodeBlock.builder().add("$L", names.offset(operand));
        addTerms(sum, at, space);
        return sum.build();
    }

    CodeBlock code(Place place) {
        return print(place).code();
    }

    Fragment print(Place place) {
        if (place.isConstant()) {
            return ScalarEmitter.integer(place.constant());
        }
        Place.Term first = place.terms().getFirst();
        if (place.terms().size() == 1 && place.constant() == 0) {
            return term(first.coefficient(), first.factor());
        }
        CodeBlock.Builder sum = CodeBlock.builder()
                .add(term(first.coefficient(), first.factor()).in(Binding.SUM));
        addTerms(sum, new Place(place.terms().subList(1, place.terms().size()), place.constant()), " ");
        return new Fragment(sum.build(), Binding.SUM);
    }

    private void addTerms(CodeBlock.Builder sum, Place place, String space) {
        for (Place.Term term : place.terms()) {
            boolean negative = term.coefficient() < 0;
            sum.add(
                    space + (negative ? "- $L" : "+ $L"),
                    term(Math.abs(term.coefficient()), term.factor()).in(Binding.PRODUCT));
        }
        if (place.constant() != 0) {
            sum.add(space + (place.constant() < 0 ? "- $L" : "+ $L"), Math.abs((long) place.constant()));
        }
    }

    private Fragment term(int coefficient, Place.Factor factor) {
        Fragment printed = print(factor);
        return switch (coefficient) {
            case 1 -> printed;
            case -1 -> Fragment.of(Binding.SIGN, "-$L", printed.in(Binding.PRIMARY));
            default -> Fragment.of(Binding.PRODUCT, "$L * $L", printed.in(Binding.PRODUCT), coefficient);
        };
    }

    private Fragment print(Place.Factor factor) {
        return switch (factor) {
            case Place.Factor.Of of -> Fragment.primary("$L", names.variable(of.variable()));
            case Place.Factor.Quotient quotient ->
                Fragment.primary("$T.floorDiv($L, $L)", Math.class, code(quotient.of()), quotient.by());
            case Place.Factor.Remainder remainder ->
                Fragment.primary("$T.floorMod($L, $L)", Math.class, code(remainder.of()), remainder.by());
            case Place.Factor.Data data
            when data.checked() ->
                Fragment.primary(
                        "$T.place($L,$W$L)",
                        ScalarEmitter.FUNCTIONS,
                        values.print(data.value()).code(),
                        code(data.size()));
            case Place.Factor.Data data -> values.print(data.value());
        };
    }
}
