package org.dlm.compiler.emit;

import com.palantir.javapoet.NameAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
            "FloatFunctions",
            "StrictMath",
            "FloatVector",
            "DoubleVector",
            "IntVector",
            "VectorMask",
            "VectorOperators");

    private final Set<String> used = new HashSet<>(RESERVED);
    private final NameAllocator allocator = new NameAllocator();
    private final Map<Variable, String> variables = new HashMap<>();
    private final List<String> arrays = new ArrayList<>();
    private final List<String> offsets = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();

    KernelNames(Kernel kernel) {
        for (Variable fixed : List.of(Variable.BATCH, Variable.FROM, Variable.TO)) {
            variables.put(fixed, fresh(fixed.name()));
        }
        for (Operand operand : kernel.operands()) {
            String name = fresh(identifier(operand.name()));
            arrays.add(name);
            offsets.add(fresh(name + "At"));
        }
        kernel.numbers()
                .forEach(number -> numbers.add(fresh(identifier(
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
        return variables.computeIfAbsent(variable, v -> fresh(identifier(v.name())));
    }

    /** The name itself, or the first of {@code acc2, acc3, …} that is free. */
    private String fresh(String name) {
        String free = name;
        for (int number = 2; !used.add(free); number++) {
            free = name + number;
        }
        return allocator.newName(free);
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
