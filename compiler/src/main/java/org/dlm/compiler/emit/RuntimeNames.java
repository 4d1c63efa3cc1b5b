package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;

/** The types of the runtime that generated code names. The compiler never imports them; a test loads each by reflection. */
final class RuntimeNames {
    static final ClassName ARENA = name("memory", "Arena");

    static final ClassName ELEMENT_KIND = name("model", "ElementKind");
    static final ClassName GRADIENTS = name("model", "Gradients");
    static final ClassName HYPER = name("model", "Hyper");
    static final ClassName HYPER_RANGE = name("model", "HyperRange");
    static final ClassName MEMORY_BOUND = name("model", "MemoryBound");
    static final ClassName MODEL_DESCRIPTION = name("model", "ModelDescription");
    static final ClassName MODEL_DESCRIPTION_BUILDER = MODEL_DESCRIPTION.nestedClass("Builder");
    static final ClassName OPTIMIZER_STATE = name("model", "OptimizerState");
    static final ClassName PORT = name("model", "Port");
    static final ClassName PORT_ROLE = PORT.nestedClass("Role");
    static final ClassName PRECISION = name("model", "Precision");
    static final ClassName SHAPE = name("model", "Shape");
    static final ClassName TENSOR_SLOT = name("model", "TensorSlot");
    static final ClassName WEIGHTS = name("model", "Weights");

    static final ClassName TEAM = name("parallel", "Team");
    static final ClassName WORK = name("parallel", "Work");

    static final ClassName NOT_FINITE_EXCEPTION = name("problem", "NotFiniteException");

    static final ClassName BATCH = name("program", "Batch");
    static final ClassName CHECKS = name("program", "Checks");
    static final ClassName DATA_BLOCK = name("program", "DataBlock");
    static final ClassName EVALUATION_PROGRAM = name("program", "EvaluationProgram");
    static final ClassName GRADIENT_PROGRAM = name("program", "GradientProgram");
    static final ClassName INFERENCE_PROGRAM = name("program", "InferenceProgram");
    static final ClassName KEEP_RULE = name("program", "KeepRule");
    static final ClassName MODEL_FACTORY = name("program", "ModelFactory");
    static final ClassName OUTPUT_CHECK = name("program", "OutputCheck");
    static final ClassName OUTPUT_FAILURE = name("program", "OutputFailure");
    static final ClassName OWNER_THREAD = name("program", "OwnerThread");
    static final ClassName PREPARATION_PROGRAM = name("program", "PreparationProgram");
    static final ClassName PROGRAM_REQUEST = name("program", "ProgramRequest");
    static final ClassName PROGRAM_USE = name("program", "ProgramUse");
    static final ClassName RAW_COLUMN = name("program", "RawColumn");
    static final ClassName RECIPE_DESCRIPTION = name("program", "RecipeDescription");
    static final ClassName SOURCE_CALL = name("program", "SourceCall");
    static final ClassName SOURCE_ARGUMENT = SOURCE_CALL.nestedClass("Argument");
    static final ClassName SPLIT_PART = name("program", "SplitPart");
    static final ClassName STEP_CONTEXT = name("program", "StepContext");
    static final ClassName STOP_RULE = name("program", "StopRule");
    static final ClassName TRAINING_PROGRAM = name("program", "TrainingProgram");

    static final ClassName PHILOX = name("random", "Philox");
    static final ClassName KERNEL_FORMS = name("vector", "KernelForms");
    static final ClassName MODEL_FORMS = name("vector", "ModelForms");
    static final ClassName REHEARSAL = name("vector", "Rehearsal");

    private RuntimeNames() {}

    private static ClassName name(String part, String type) {
        return ClassName.get("org.dlm.runtime." + part, type);
    }
}
