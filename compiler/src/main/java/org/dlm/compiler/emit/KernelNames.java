package org.dlm.compiler.emit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;
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

    private final Names names = new Names().reserveVariables(RESERVED);
    private final Map<Variable, String> variables = new HashMap<>();
    private final List<String> arrays = new ArrayList<>();
    private final List<String> offsets = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();

    KernelNames(Kernel kernel) {
        for (Variable fixed : List.of(Variable.BATCH, Variable.FROM, Variable.TO)) {
            variables.put(fixed, names.fresh(fixed.name()));
        }
        for (Operand operand : kernel.operands()) {
            String name = names.fresh(identifier(operand.name()));
            arrays.add(name);
            offsets.add(names.fresh(name + "At"));
        }
        kernel.numbers()
                .forEach(number -> numbers.add(names.fresh(identifier(
                        number.origin().name().isEmpty()
                                ? "number"
                                : number.origin().name()))));
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
        return variables.computeIfAbsent(variable, v -> names.fresh(identifier(v.name())));
    }

    /** {@code running_mean} as {@code runningMean}. */
    private static String identifier(String text) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : text.toCharArray()) {
            if (c == '_' || c == '.' || c == '-' || c == ' ') {
                upper = !name.isEmpty();
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return name.isEmpty() ? "value" : name.toString();
    }
}
