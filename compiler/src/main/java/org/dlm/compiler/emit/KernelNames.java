package org.dlm.compiler.emit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.loop.Variable;

/** The Java names of one kernel's arguments, loop indices and locals: the text's own where they are free. */
final class KernelNames {
    /** What the code around names: a local of the same name would hide it. */
    private static final Set<String> RESERVED = Set.of(
            "LANES",
            "INTS",
            "Math",
            "Float",
            "Double",
            "Integer",
            "Functions",
            "Lanes",
            "FloatFunctions",
            "StrictMath",
            "FloatVector",
            "DoubleVector",
            "IntVector",
            "VectorMask",
            "VectorOperators",
            "VectorSpecies");

    /** Parameters that have the same name in each kernel. */
    private static final List<Variable> FIXED = List.of(Variable.BATCH, Variable.FROM, Variable.TO);

    private final Names names = free();
    private final Map<Variable, String> variables = new HashMap<>();
    private final List<String> arrays = new ArrayList<>();
    private final List<String> offsets = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();

    KernelNames(StepText text) {
        FIXED.forEach(fixed -> variables.put(fixed, fixed.name()));
        for (String operand : text.operands()) {
            String name = names.fresh(operand);
            arrays.add(name);
            offsets.add(names.fresh(name + "At"));
        }
        text.numbers().forEach(number -> numbers.add(names.fresh(number)));
    }

    /** What is free in any kernel. */
    static Names free() {
        return new Names()
                .reserveVariables(RESERVED)
                .reserveVariables(FIXED.stream().map(Variable::name).toList());
    }

    String array(int operand) {
        return arrays.get(operand);
    }

    String offset(int operand) {
        return offsets.get(operand);
    }

    String number(int number) {
        return numbers.get(number);
    }

    String variable(Variable variable) {
        return variables.computeIfAbsent(variable, v -> names.fresh(Names.camel(v.name())));
    }
}
