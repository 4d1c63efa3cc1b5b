package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.chain.Chain;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.memory.MemoryPlan;
import org.dlm.compiler.memory.ScratchLength;
import org.dlm.compiler.memory.Storage;
import org.dlm.compiler.schedule.CompiledKernel;

/**
 * What the generated classes that compute have in common: arrays, columns, numbers, a method for each call of a kernel, and
 * the switch by which a team's workers find it. A class may hold several programs, one run at a time, which share all that.
 */
final class ProgramClass {
    /** Steps of a class, which has at most 65,535 constants: each takes about 20. */
    private static final int STEPS = 2_000;
    /** Fields, parameters and locals of the code around what users named: a field of that name would be hidden there. */
    private static final List<String> WORDS = List.of(
            "MEASURES",
            "SETTINGS",
            "at",
            "batch",
            "begin",
            "classes",
            "context",
            "count",
            "end",
            "examples",
            "fixed",
            "floats",
            "forms",
            "forward",
            "from",
            "given",
            "gradient",
            "gradients",
            "i",
            "ints",
            "into",
            "kernel",
            "length",
            "loss",
            "maxBatch",
            "member",
            "name",
            "number",
            "numbers",
            "offset",
            "optimizer",
            "output",
            "own",
            "place",
            "prepared",
            "program",
            "raw",
            "request",
            "result",
            "seed",
            "size",
            "state",
            "step",
            "store",
            "sum",
            "sums",
            "team",
            "to",
            "values",
            "weights");

    private final ClassName name;
    private final Forms forms;
    private final boolean team;
    private final Names names = new Names();
    private final KernelPool kernels;
    private final Map<Storage.InColumn, String> columns = new LinkedHashMap<>();
    private final Map<Op, String> numbers = new LinkedHashMap<>();
    private final List<FieldSpec> fields = new ArrayList<>();
    private final Sections sections = new Sections(STEPS);
    private final List<MethodSpec> methods = new ArrayList<>();
    private final PartSwitch parts = new PartSwitch();
    private final ClassName rehearsal;
    private final Map<Integer, CodeBlock> rehearsed = new LinkedHashMap<>();
    private boolean runsOnce;
    private MemoryPlan.ArenaLength floats = MemoryPlan.ArenaLength.NONE;
    private MemoryPlan.ArenaLength ints = MemoryPlan.ArenaLength.NONE;

    /**
     * An empty class.
     *
     * @param kernels where all programs of the model have their kernels
     * @param team whether large kernels are shared out
     * @param reserved names of members that the caller will add
     */
    ProgramClass(ModelPlan model, KernelPool kernels, ClassName name, boolean team, String... reserved) {
        this.name = name;
        this.forms = model.forms();
        this.team = team;
        this.kernels = kernels;
        rehearsal = new ModelClasses(model).rehearsal();
        names.reserveVariables(WORDS).reserveVariables(new ModelClasses(model).simpleNames());
        names.reserve("part", "work").reserve(reserved);
    }

    /** The program runs once: vectors would not be fast before it is over. */
    ProgramClass once() {
        runsOnce = true;
        return this;
    }

    /** Adds a program: its columns, numbers and kernel calls. What runs it is up to the caller. */
    ProgramCalls add(ProgramPlan program) {
        floats = floats.max(program.memory().floats());
        ints = ints.max(program.memory().ints());
        program.memory().storage().forEach((op, storage) -> {
            if (storage instanceof Storage.InColumn column) {
                column(column, op);
            }
        });
        for (Op op : program.sources(OpKind.Role.HYPER, OpKind.Role.COUNTER)) {
            number(op, ((OpKind.Source) op.kind()).name());
        }
        StepTexts texts = new StepTexts(program);
        StepEmitter steps = new StepEmitter(this, program.memory());
        ProgramCalls calls = new ProgramCalls(this, program);
        List<GeneratedStep> generated = new ArrayList<>();
        Map<Integer, Chain> chains = new LinkedHashMap<>();
        program.memory().chained().chains().forEach(chain -> chains.put(chain.first(), chain));
        for (int s = 0; s < program.steps().size(); s++) {
            if (chains.containsKey(s)) {
                Chain chain = chains.get(s);
                generated.addAll(chain(calls, chain, texts, new ChainEmitter(this, steps)));
                s = chain.last();
            } else {
                switch (program.steps().get(s)) {
                    case ProgramStep.Number number -> number(number.op(), texts.number(number.op()));
                    case ProgramStep.Draw draw -> generated.add(call(calls, draw, texts.of(draw), steps::emit));
                    case ProgramStep.KernelCall call -> generated.add(call(calls, call, texts.of(call), steps::emit));
                }
            }
        }
        List<GeneratedStep> ofEachRun = generated.stream()
                .filter(step -> step.step().phase() != ProgramStep.Phase.ONCE)
                .toList();
        kernels.add(new GeneratedProgram(name.reflectionName(), program, ofEachRun));
        return calls;
    }

    private <S extends ProgramStep> GeneratedStep call(
            ProgramCalls calls, S step, StepText text, BiFunction<S, StepText, String> emitter) {
        int section = sections.begin();
        String method = emitter.apply(step, text);
        calls.call(step.phase(), section, method);
        return new GeneratedStep(step, text, method, Optional.empty());
    }

    private List<GeneratedStep> chain(ProgramCalls calls, Chain chain, StepTexts texts, ChainEmitter emitter) {
        List<ChainEmitter.Link> links = new ArrayList<>();
        for (ProgramStep step : calls.program().steps().subList(chain.first(), chain.last() + 1)) {
            sections.begin();
            links.add(emitter.link(step, texts.of(step)));
        }
        String method = emitter.emit(chain, links);
        calls.call(links.getFirst().step().phase(), sections.last(), method);
        return links.stream()
                .map(link -> new GeneratedStep(link.step(), link.text(), link.method(), Optional.of(chain)))
                .toList();
    }

    private String number(Op op, String wish) {
        return numbers.computeIfAbsent(op, key -> {
            String field = names.fresh(Names.camel(wish));
            fields.add(
                    FieldSpec.builder(TypeName.DOUBLE, field, Modifier.PRIVATE).build());
            return field;
        });
    }

    /** The field through which a column is read; the same for all programs of the class. */
    private void column(Storage.InColumn column, Op op) {
        columns.computeIfAbsent(column, key -> {
            String field = names.fresh(Names.camel(key.name()));
            fields.add(variable(ArrayTypeName.of(Literals.javaType(op.type(), forms.precision())), field));
            return field;
        });
    }

    Map<Op, String> numbers() {
        return numbers;
    }

    Map<Storage.InColumn, String> columns() {
        return columns;
    }

    StorageEmitter storage() {
        return new StorageEmitter(columns);
    }

    /** How steps of this class are shared out. */
    SharedStep shared() {
        return new SharedStep(this);
    }

    Names names() {
        return names;
    }

    /** Cuts long methods of this class. */
    Pieces pieces() {
        return new Pieces(names, this::add);
    }

    /** The same with methods that stand in a section. */
    Pieces pieces(int section) {
        return new Pieces(names, method -> sections.add(section, method));
    }

    /** The forms of a kernel that steps of this class call. */
    CompiledKernel forms(CompiledKernel kernel) {
        return runsOnce ? new CompiledKernel(kernel.plain(), List.of()) : kernel;
    }

    /** Where a kernel is found that a step of this class calls. */
    KernelPool.Place place(CompiledKernel kernel, StepText text) {
        KernelPool.Place place = kernels.place(kernel, text);
        if (!kernel.vectors().isEmpty()) {
            rehearsed.putIfAbsent(place.number(), Work.inProgram(kernel.plain()));
        }
        return place;
    }

    KernelPool kernels() {
        return kernels;
    }

    Forms forms() {
        return forms;
    }

    ClassName name() {
        return name;
    }

    boolean hasTeam() {
        return team;
    }

    void add(MethodSpec method) {
        methods.add(method);
    }

    /** Adds a method of the step that was begun last. */
    void addStep(MethodSpec method) {
        sections.add(sections.last(), method);
    }

    Sections sections() {
        return sections;
    }

    void add(FieldSpec field) {
        fields.add(field);
    }

    /** The number by which a team finds the method {@code name(int from, int to)}. */
    int part(String method) {
        return parts.add(method, sections.last());
    }

    /** The same for {@code name(int member, int from, int to)}. */
    int partOfMember(String method) {
        return parts.addOfMember(method, sections.last());
    }

    MemoryPlan.ArenaLength floats() {
        return floats;
    }

    MemoryPlan.ArenaLength ints() {
        return ints;
    }

    ArrayTypeName floatArray() {
        return ArrayTypeName.of(Literals.floatType(forms.precision()));
    }

    /** {@code floats = Arena.floats(76 + 5488L * maxBatch);} and the same for ints. */
    CodeBlock allocation() {
        return CodeBlock.builder()
                .addStatement(
                        "floats = $T.$L($L)", RuntimeNames.ARENA, Literals.floats(forms.precision()), length(floats))
                .addStatement("ints = $T.ints($L)", RuntimeNames.ARENA, length(ints))
                .build();
    }

    /** {@code forms = LeNet5Rehearsal.forms(maxBatch); forms.use(0, 784.0 * maxBatch); …}. */
    CodeBlock rehearsals() {
        CodeBlock.Builder code = CodeBlock.builder();
        if (!rehearsed.isEmpty()) {
            code.addStatement("forms = $T.forms(maxBatch)", rehearsal);
            List<CodeBlock> uses = new ArrayList<>();
            rehearsed.forEach((kernel, work) -> uses.add(CodeBlock.of("forms.use($L, $L)", kernel, work)));
            code.add(pieces().code("rehearse", uses, List.of()));
        }
        return code.build();
    }

    private CodeBlock length(MemoryPlan.ArenaLength length) {
        CodeBlock kept = length.perExample() == 0
                ? CodeBlock.of("$L", length.fixed())
                : CodeBlock.of("$L + $LL * maxBatch", length.fixed(), length.perExample());
        return length.scratch().equals(ScratchLength.NONE)
                ? kept
                : CodeBlock.of(
                        "$L + Math.min($LL * $L, $LL * maxBatch)",
                        kept,
                        length.scratch().perThread(),
                        team ? "team.threads()" : "1",
                        length.scratch().perExample());
    }

    /** The fields that every program has. */
    void addArrays(boolean hasState) {
        addArrays(true, hasState);
    }

    /** The fields of a program that may do without weights. */
    void addArrays(boolean hasWeights, boolean hasState) {
        List<FieldSpec> first = new ArrayList<>();
        if (team) {
            first.add(constant(RuntimeNames.TEAM, "team"));
            first.add(constant(RuntimeNames.WORK, "work"));
        }
        if (!rehearsed.isEmpty()) {
            first.add(constant(RuntimeNames.KERNEL_FORMS, "forms"));
        }
        first.add(constant(TypeName.INT, "maxBatch"));
        if (hasWeights) {
            first.add(constant(floatArray(), "weights"));
        }
        if (hasState) {
            first.add(constant(floatArray(), "state"));
            first.add(constant(floatArray(), "gradients"));
        }
        first.add(constant(floatArray(), "floats"));
        first.add(constant(ArrayTypeName.of(TypeName.INT), "ints"));
        first.add(variable(TypeName.INT, "batch"));
        first.add(variable(TypeName.LONG, "seed"));
        first.add(variable(TypeName.LONG, "step"));
        fields.addAll(0, first);
    }

    private static FieldSpec constant(TypeName type, String name) {
        return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.FINAL).build();
    }

    static FieldSpec variable(TypeName type, String name) {
        return FieldSpec.builder(type, name, Modifier.PRIVATE).build();
    }

    /** The class with everything added so far, followed by its superclasses. */
    List<TypeSpec> finish(TypeSpec.Builder type) {
        if (team) {
            methods.add(parts.method(names, sections));
        }
        return sections.types(name, type, methods, fields);
    }
}
