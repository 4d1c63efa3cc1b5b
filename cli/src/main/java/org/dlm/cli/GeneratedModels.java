package org.dlm.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.dlm.compiler.pipeline.CompileStage;
import org.dlm.compiler.pipeline.GeneratedModel;
import org.dlm.compiler.pipeline.StageListener;

/** Keeps what the compiler tells of the classes that it has generated, for commands that look into them. */
final class GeneratedModels implements StageListener {
    private final Map<String, GeneratedModel> byName = new HashMap<>();

    @Override
    public void reached(CompileStage stage, String subject, Supplier<String> print) {
        // texts are for those who read them
    }

    @Override
    public void generated(GeneratedModel model) {
        byName.put(model.name(), model);
    }

    /** That of a model which was compiled. */
    GeneratedModel of(String model) {
        if (!byName.containsKey(model)) {
            throw new IllegalStateException(
                    "this is a bug in dlmc: the compiler does not tell the kernels of " + model);
        }
        return byName.get(model);
    }
}
