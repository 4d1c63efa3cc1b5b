package org.dlm.compiler.pipeline.random;

import com.palantir.javapoet.JavaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

/** One model of many recipes, each a step: so one run of javac compiles them all, and equal kernels are shared. */
record StepModel(List<StepProgram> programs, Forms forms, ArrayLayout weights, ModelPlan plan) {
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
                List.of(),
                nothing,
                nothing,
                programs.stream().map(StepProgram::recipe).toList());
        return new StepModel(programs, forms, weights, plan);
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
        return ModelEmitter.emit(plan, Set.of(ProgramKind.TRAIN)).files().stream()
                .map(StepModel::file)
                .toList();
    }

    private static GeneratedFile file(JavaFile file) {
        return new GeneratedFile(
                file.packageName().replace('.', '/') + "/" + file.typeSpec().name() + ".java", file.toString());
    }
}
