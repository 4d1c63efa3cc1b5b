package org.dlm.compiler.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.DlmCompiler;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.compiler.pipeline.InMemoryCompiler;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;

/**
 * The generated classes of one model as an application has them, called by name because these tests are compiled before them:
 * {@code model.call(session, "probability", x)} is {@code session.probability(x)}.
 */
record EmbeddedModel(ClassLoader classes, Class<?> facade, Map<String, String> texts) {
    /** Three classes of four numbers; {@code %s} is the name of the model. */
    static final String TINY = """
            package shop

            model %1$s {
              input  x: float[4]
              target label: class[3]

              logits = x -> dense(8) as one -> sigmoid -> dense(3) as head

              output probability = softmax(logits)
              output best        = argmax(i : logits[i])
              loss   total       = crossEntropy(logits, label)
              metric accuracy    = correct(logits, label)
            }

            train %1$s {
              hyper lr: float = 0.05
              data { t = csv("t.csv")  x = t[0:4]  label = t[4]  split train = 0.8, val = 0.2 }
              minimize total using momentum(lr, 0.9)
            }
            """;

    static EmbeddedModel tiny() {
        return of(TINY.formatted("Tiny"), "shop.Tiny");
    }

    static EmbeddedModel of(String text, String className) {
        return of(text, className, CompileOptions.DEFAULT.with(ProgramKind.ALL));
    }

    static EmbeddedModel of(String text, String className, CompileOptions options) {
        CompileResult result =
                DlmCompiler.compile(new CompileRequest(List.of(new SourceFile("model.dlm", text)), options));
        assertEquals(List.of(), result.diagnostics());
        ClassLoader classes = new InMemoryCompiler().compile(result.files());
        Map<String, String> texts = result.files().stream()
                .collect(Collectors.toMap(
                        file -> file.path().replace(".java", "").replace('/', '.'), GeneratedFile::text));
        try {
            return new EmbeddedModel(classes, classes.loadClass(className), texts);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    ModelFactory factory() {
        return (ModelFactory) make("factory");
    }

    ModelDescription description() {
        return factory().description();
    }

    /** A static method of the facade. */
    Object make(String method, Object... arguments) {
        return invoke(facade, null, method, arguments);
    }

    Object create(long seed) {
        return make("create", seed);
    }

    Weights weights(Object model) {
        return (Weights) call(model, "weights");
    }

    InferenceProgram session(Object model, int maxBatch) {
        return (InferenceProgram) call(model, "session", maxBatch);
    }

    TrainingProgram trainer(Object model, int maxBatch) {
        return (TrainingProgram) call(model, "trainer", maxBatch, Team.single());
    }

    /** {@code target.method(arguments)}; what it throws is thrown. */
    Object call(Object target, String method, Object... arguments) {
        return invoke(target.getClass(), target, method, arguments);
    }

    float[] floats(Object target, String method, Object... arguments) {
        return (float[]) call(target, method, arguments);
    }

    private static Object invoke(Class<?> type, Object target, String name, Object... arguments) {
        Method method = Arrays.stream(type.getMethods())
                .filter(one -> one.getName().equals(name) && !one.isBridge())
                .filter(one -> takes(one, arguments))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " has no " + name + " for " + Arrays.toString(arguments)));
        return invoke(method, target, arguments);
    }

    static Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw sneaky(thrown.getCause());
        } catch (IllegalAccessException fault) {
            throw new AssertionError(fault);
        }
    }

    private static boolean takes(Method method, Object[] arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            boolean fits = arguments[i] == null
                    ? !types[i].isPrimitive()
                    : java.lang.invoke.MethodType.methodType(types[i])
                            .wrap()
                            .returnType()
                            .isInstance(arguments[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Some examples for {@link #TINY}. */
    Batch batch(int count) {
        Batch batch = new Batch(description().ports(), count, description().precision());
        for (int i = 0; i < 4 * count; i++) {
            batch.floats(0)[i] = (float) Math.sin(i);
        }
        for (int e = 0; e < count; e++) {
            batch.ints(1)[e] = e % 3;
        }
        batch.filled(count, 0);
        return batch;
    }

    static StepContext context(long step) {
        StepContext context = new StepContext(1, 100, 1, 0.05);
        context.moveTo(step, 0);
        return context;
    }
}
