package org.dlm.compiler.pipeline;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.emit.GeneratedProgram;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.emit.ProgramPlan;

/** What tools that look into generated classes ask: which methods of which class run which kernels. */
public final class GeneratedModel {
    private final ModelPlan plan;
    private final List<GeneratedProgram> programs;

    GeneratedModel(ModelPlan plan, List<GeneratedProgram> programs) {
        this.plan = plan;
        this.programs = List.copyOf(programs);
    }

    /** The model's name. */
    public String name() {
        return plan.name();
    }

    /** A training step of a recipe; empty without such a recipe, or where no trainer was generated. */
    public Optional<GeneratedProgram> training(String recipe) {
        return plan.recipes().stream()
                .filter(each -> each.name().equals(recipe))
                .findFirst()
                .flatMap(each -> program(each.training()));
    }

    /** What computes the first output; empty without outputs, or where no session was generated. */
    public Optional<GeneratedProgram> firstOutput() {
        return plan.outputs().stream().findFirst().flatMap(output -> program(output.program()));
    }

    private Optional<GeneratedProgram> program(ProgramPlan wanted) {
        return programs.stream().filter(each -> each.plan() == wanted).findFirst();
    }
}
