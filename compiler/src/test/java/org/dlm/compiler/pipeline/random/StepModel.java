package org.dlm.compiler.pipeline.random;

import com.palantir.javapoet.JavaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dlm.compiler.chain.ChainRule;
import org.dlm.compiler.emit.ModelEmitter;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.emit.ProgramBuilder;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.emit.ProgramPlan;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.optimize.Optimizer;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.compiler.schedule.KernelCompiler;

/**
 * One model of many recipes, each a step: so one run of javac compiles them all, and equal kernels are shared. Of the steps that
 * can, each has an output that a session computes; and those of one size of batch are evaluated, by the one evaluation of the model.
 */
record StepModel(
        List<StepProgram> programs,
        Map<Integer, StepOutput> outputs,
        StepMeasures measures,
        Forms forms,
        ArrayLayout weights,
        ModelPlan plan) {
    static final String PACKAGE = "org.dlm.generated.random";
    static final String NAME = "Steps";

    /** Batches are longer, so that there are chunks that are full and chunks that are not. */
    private static final int LONGEST_CHUNK = 3;

    static StepModel of(List<StepGraph> steps, Precision precision) {
        Forms forms = Forms.all(precision);
        ArrayLayout weights = ArrayLayout.of(
                precision,
                steps.stream()
                        .flatMap(step -> StepProgram.tensors(step, OpKind.Role.PARAMETER, OpKind.Role.BUFFER).stream())
                        .toList());
        ProgramBuilder builder = new ProgramBuilder(forms, weights, new KernelCompiler(forms, 0));
        List<StepProgram> programs = new ArrayList<>();
        for (StepGraph step : steps) {
            ProgramBuilder chained = builder.with(chains(programs.size() % (LONGEST_CHUNK + 1)));
            programs.add(StepProgram.of(step, "r" + programs.size(), weights, forms, chained));
        }
        Map<Integer, StepOutput> outputs = outputs(steps, builder);
        StepMeasures measures = StepMeasures.of(steps);
        ProgramPlan nothing = builder.build(Optimizer.optimize(new Graph(List.of(), List.of(), List.of())));
        ModelPlan plan = new ModelPlan(
                PACKAGE,
                NAME,
                "",
                "0123",
                "4567",
                forms,
                steps.stream().flatMap(StepModel::ports).toList(),
                weights,
                List.of(),
                outputs.values().stream().map(StepOutput::plan).toList(),
                nothing,
                builder.build(Optimizer.optimize(measures.graph())),
                programs.stream().map(StepProgram::recipe).toList());
        return new StepModel(programs, outputs, measures, forms, weights, plan);
    }

    /** By the places of their steps, in this order. */
    private static Map<Integer, StepOutput> outputs(List<StepGraph> steps, ProgramBuilder builder) {
        Map<Integer, StepOutput> outputs = new TreeMap<>();
        for (int place = 0; place < steps.size(); place++) {
            int at = place;
            StepOutput.of(steps.get(place), "y" + place, builder).ifPresent(output -> outputs.put(at, output));
        }
        return outputs;
    }

    /** Every fourth step as programs have it, the others a few examples at a time wherever that may be. */
    private static ChainRule chains(int examples) {
        return examples == 0 ? ChainRule.USUAL : ChainRule.always(examples);
    }

    private static Stream<ModelPlan.PortPlan> ports(StepGraph step) {
        return step.sources(OpKind.Role.INPUT, OpKind.Role.TARGET).stream().map(op -> port(step, op));
    }

    private static ModelPlan.PortPlan port(StepGraph step, Op op) {
        boolean target = ((OpKind.Source) op.kind()).role() == OpKind.Role.TARGET;
        String name = StepGraph.name(op);
        return new ModelPlan.PortPlan(name, target, ofOne(op), step.classes().getOrDefault(name, 0), "");
    }

    private static org.dlm.compiler.graph.TensorType ofOne(Op op) {
        return new org.dlm.compiler.graph.TensorType(
                op.type().element(), op.type().shape().subList(1, op.type().rank()));
    }

    List<GeneratedFile> files() {
        return ModelEmitter.emit(plan, Set.of(ProgramKind.TRAIN, ProgramKind.PREDICT, ProgramKind.EVALUATE))
                .files()
                .stream()
                .map(StepModel::file)
                .toList();
    }

    private static GeneratedFile file(JavaFile file) {
        return new GeneratedFile(
                file.packageName().replace('.', '/') + "/" + file.typeSpec().name() + ".java", file.toString());
    }
}
