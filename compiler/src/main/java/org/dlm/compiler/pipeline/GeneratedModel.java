package org.dlm.compiler.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dlm.compiler.emit.GeneratedProgram;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.emit.ProgramPlan;
import org.dlm.compiler.emit.RecipePlan;

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

    /** The names of its recipes, in the order of the source. */
    public List<String> recipes() {
        return plan.recipes().stream().map(RecipePlan::name).toList();
    }

    /** The examples that a recipe computes at once; empty without such a recipe. */
    public OptionalInt batch(String recipe) {
        return recipe(recipe).stream().mapToInt(each -> each.settings().batch()).findFirst();
    }

    private Optional<RecipePlan> recipe(String recipe) {
        return plan.recipes().stream()
                .filter(each -> each.name().equals(recipe))
                .findFirst();
    }

    /** What a training step of a recipe learns from a batch; empty without such a recipe, or where no trainer was generated. */
    public Optional<GeneratedProgram> training(String recipe) {
        return recipe(recipe).flatMap(each -> program(each.training()));
    }

    /** What a training step does with that; in the class of {@link #training}, and empty where that is. */
    public Optional<GeneratedProgram> update(String recipe) {
        return recipe(recipe).flatMap(each -> program(each.update()));
    }

    /** What computes the first output; empty without outputs, or where no session was generated. */
    public Optional<GeneratedProgram> firstOutput() {
        return plan.outputs().stream().findFirst().flatMap(output -> program(output.program()));
    }

    private Optional<GeneratedProgram> program(ProgramPlan wanted) {
        return programs.stream().filter(each -> each.plan() == wanted).findFirst();
    }
}
