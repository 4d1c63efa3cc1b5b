package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.memory.Storage;
import org.dlm.compiler.memory.Transfer;

/** The methods that run one program of a class, phase by phase. */
final class ProgramCalls {
    private final ProgramClass owner;
    private final ProgramPlan program;

    /** Of a step in a section. */
    private record Call(int section, String method) {}

    private final Map<ProgramStep.Phase, List<Call>> calls = new EnumMap<>(ProgramStep.Phase.class);

    ProgramCalls(ProgramClass owner, ProgramPlan program) {
        this.owner = owner;
        this.program = program;
        for (ProgramStep.Phase phase : ProgramStep.Phase.values()) {
            calls.put(phase, new ArrayList<>());
        }
    }

    ProgramPlan program() {
        return program;
    }

    void call(ProgramStep.Phase phase, int section, String method) {
        calls.get(phase).add(new Call(section, method));
    }

    /** Adds the method that runs a phase. */
    void addPhase(String method, String documentation, ProgramStep.Phase phase) {
        addPhase(method, UserText.javadoc(documentation), phase);
    }

    /** The same with documentation that names what users named. */
    void addPhase(String method, UserText.Javadoc documentation, ProgramStep.Phase phase) {
        addMethod(method, documentation, statements(method, phase));
    }

    private List<CodeBlock> statements(String method, ProgramStep.Phase phase) {
        List<CodeBlock> statements = new ArrayList<>();
        for (int section = 0; section <= owner.sections().last(); section++) {
            statements.addAll(calls(method, phase, section));
        }
        if (phase == ProgramStep.Phase.UPDATE) {
            program.memory().transfers().forEach(transfer -> statements.add(copy(transfer)));
        }
        return statements;
    }

    /** Whether nothing is done in a phase. */
    boolean isEmpty(ProgramStep.Phase phase) {
        boolean copies = phase == ProgramStep.Phase.UPDATE
                && !program.memory().transfers().isEmpty();
        return calls.get(phase).isEmpty() && !copies;
    }

    /** Whether a run computes numbers. */
    boolean hasNumbers() {
        return !program.sources(OpKind.Role.HYPER, OpKind.Role.COUNTER).isEmpty()
                || program.steps().stream().anyMatch(step -> step instanceof ProgramStep.Number);
    }

    /** Adds the method that runs all phases, and then does something more. */
    void addAll(String method, String documentation, List<CodeBlock> more) {
        List<CodeBlock> statements = new ArrayList<>();
        for (ProgramStep.Phase phase : ProgramStep.Phase.values()) {
            statements.addAll(statements(method, phase));
        }
        statements.addAll(more);
        addMethod(method, UserText.javadoc(documentation), statements);
    }

    /** The calls of the steps in a section; those of superclasses are called from methods there. */
    private List<CodeBlock> calls(String method, ProgramStep.Phase phase, int section) {
        List<CodeBlock> some = calls.get(phase).stream()
                .filter(call -> call.section == section)
                .map(call -> CodeBlock.of("$L()", call.method))
                .toList();
        return owner.sections().isOne() ? some : owner.pieces(section).calls(method, some, List.of());
    }

    /** Adds a private method of these statements, cut into several where there are many. */
    void addMethod(
            String method, UserText.Javadoc documentation, List<CodeBlock> statements, ParameterSpec... parameters) {
        CodeBlock code = owner.pieces().code(method, statements, List.of(parameters));
        owner.add(MethodSpec.methodBuilder(method)
                .addJavadoc("$L\n", documentation)
                .addModifiers(Modifier.PRIVATE)
                .addParameters(List.of(parameters))
                .addCode(code)
                .build());
    }

    /**
     * Adds the method that computes all numbers.
     *
     * @param sources the value of a hyper or counter
     */
    void addNumbers(String method, Function<OpKind.Source, CodeBlock> sources, ParameterSpec... parameters) {
        List<CodeBlock> statements = new ArrayList<>();
        for (Op op : program.sources(OpKind.Role.HYPER, OpKind.Role.COUNTER)) {
            statements.add(CodeBlock.of("$L = $L", owner.numbers().get(op), sources.apply((OpKind.Source) op.kind())));
        }
        NumberEmitter expressions = new NumberEmitter(owner.numbers());
        for (ProgramStep step : program.steps()) {
            if (step instanceof ProgramStep.Number number) {
                statements.add(
                        CodeBlock.of("$L = $L", owner.numbers().get(number.op()), expressions.value(number.op())));
            }
        }
        addMethod(
                method,
                UserText.javadoc("Computes the run-time numbers: settings and what follows from them."),
                statements,
                parameters);
    }

    /** Where a result is read: its array and offset. */
    Storage storage(Graph.Result result) {
        return program.memory().storageOf(result.op());
    }

    /** The value of a result of one element. */
    CodeBlock value(Graph.Result result) {
        String number = owner.numbers().get(result.op().root());
        return number == null ? owner.storage().element(storage(result)) : CodeBlock.of("$L", number);
    }

    /** The value of the loss of this name. */
    CodeBlock loss(String name) {
        return program.results(Graph.ResultRole.LOSS).stream()
                .filter(result -> result.name().equals(name))
                .map(this::value)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this is a bug in dlmc: the program has no loss " + name));
    }

    private CodeBlock copy(Transfer transfer) {
        StorageEmitter storage = owner.storage();
        return CodeBlock.of(
                "$T.arraycopy($L, $L, $L)",
                System.class,
                storage.operand(transfer.from()),
                storage.operand(transfer.to()),
                transfer.elements());
    }
}
