package org.dlm.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.loop.Operand.Access;

/** Collects the arguments of one kernel in the order of their first use. */
final class Operands {
    private final List<Operand> operands = new ArrayList<>();
    private final List<Op> numbers = new ArrayList<>();

    /** The number of the operand that holds the value; a reshaped value is held by its source. */
    int read(Op op) {
        Op root = op.root();
        int at = indexOf(root);
        return at >= 0 ? at : add(new Operand(name(root), root, Access.READ));
    }

    int write(Op op) {
        int at = indexOf(op);
        if (at < 0) {
            return add(new Operand(name(op), op, Access.WRITE));
        }
        if (operands.get(at).access() == Access.READ) {
            operands.set(at, new Operand(operands.get(at).name(), op, Access.READ_WRITE));
        }
        return at;
    }

    int number(Op op) {
        Op root = op.root();
        if (!numbers.contains(root)) {
            numbers.add(root);
        }
        return numbers.indexOf(root);
    }

    List<Operand> operands() {
        return operands;
    }

    List<Op> numbers() {
        return numbers;
    }

    private int add(Operand operand) {
        operands.add(operand);
        return operands.size() - 1;
    }

    private int indexOf(Op op) {
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i).op() == op) {
                return i;
            }
        }
        return -1;
    }

    /** The last part of a parameter's path, or what the text calls the value. */
    private static String name(Op op) {
        Optional<String> source = op.kind() instanceof OpKind.Source s ? Optional.of(s.name()) : Optional.empty();
        String name = source.orElse(op.origin().name());
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.isEmpty() ? "value" : last;
    }
}
