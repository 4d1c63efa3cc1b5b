package org.dlm.compiler.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.ResultPort;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls every public method of every generated class with one hostile argument among good ones. What comes is a result, or an
 * exception whose message names the argument; never an exception of the JVM's own about an index, a length or null.
 */
class HostileArgumentsTest {
    private static final int COUNT = 3;

    private static final String MIXED = """
            package shop

            model Mixed {
              input  x: float[2, 3]
              input  scale: float
              input  word: token[7]
              input  words: token[7][5]
              input  on: bool
              target wanted: float[2]

              param E: float[7, 2] ~ he
              m = where(on, scale, 1.0)
              h[i] = sum(j : x[i, j]) * m + E[word, i] + sum(k : E[words[k], i])
              y = h -> dense(2) as two

              output guess = y
              output first = y[0]
              output large = y[0] > 0
              output place = argmax(i : y[i])
              loss   total = mse(y, wanted)
            }

            train Mixed as slow {
              hyper lr: float = 0.01
              data {
                x = idx("x")  scale = idx("scale")  word = idx("word")  words = idx("words")
                on = idx("on")  wanted = idx("wanted")
              }
              minimize total using momentum(lr, 0.9) over "two/**"
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void of_a_model_of_floats() throws IOException {
        new Attack(EmbeddedModel.of(EmbeddedModel.TINY.formatted("Tiny"), "shop.Tiny"), "Tiny").run();
    }

    @Test
    void of_a_model_of_inputs_of_all_types() throws IOException {
        new Attack(EmbeddedModel.of(MIXED, "shop.Mixed"), "slow").run();
    }

    @Test
    void of_a_model_of_doubles() throws IOException {
        new Attack(EmbeddedModel.of(MIXED, "shop.Mixed", new CompileOptions(Precision.F64, 8, List.of(256))), "slow")
                .run();
    }

    /** All calls of the classes of one model. */
    private final class Attack {
        private final EmbeddedModel model;
        private final ModelDescription description;
        private final String recipe;
        private final Path good;
        private final Path text;
        private int calls;

        Attack(EmbeddedModel model, String recipe) throws IOException {
            this.model = model;
            this.description = model.description();
            this.recipe = recipe;
            good = folder.resolve("good.safetensors");
            model.factory().newWeights(1).save(good);
            text = folder.resolve("notes.txt");
            Files.writeString(text, "no weights");
        }

        void run() {
            ProgramRequest request = new ProgramRequest(model.factory().newWeights(1), COUNT, Team.single());
            attack(model.create(1));
            attack(model.factory());
            attack(model.session(model.create(1), COUNT));
            attack(model.session(model.create(1), COUNT).allowNonFinite());
            attack(model.factory().trainer(recipe, request));
            attack(model.factory().gradient(recipe, request));
            attack(model.factory().evaluation(request));
            attack(model.factory().preparation(recipe, "data", COUNT));
            assertTrue(calls > 200, () -> "only " + calls + " calls");
        }

        private void attack(Object target) {
            for (Method method : target.getClass().getMethods()) {
                if (method.getDeclaringClass() != Object.class && !method.isBridge()) {
                    method.setAccessible(true);
                    attack(target, method);
                }
            }
        }

        private void attack(Object target, Method method) {
            List<String> names = names(method);
            Class<?>[] types = method.getParameterTypes();
            Object[] good = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                good[i] = good(names.get(i), types[i], method);
            }
            Object receiver = Modifier.isStatic(method.getModifiers()) ? null : target;
            if (!method.getDeclaringClass().isInterface()) {
                prepare(target, method);
                EmbeddedModel.invoke(method, receiver, good.clone());
                rewind(good);
            }
            for (int i = 0; i < types.length; i++) {
                for (Object hostile : hostile(names.get(i), types[i], good[i], method)) {
                    Object[] arguments = good.clone();
                    arguments[i] = hostile;
                    call(method, receiver, arguments, names.get(i), hostile);
                }
            }
        }

        /** An update wants a gradient before it. */
        private void prepare(Object target, Method method) {
            if (target instanceof TrainingProgram trainer && method.getName().equals("update")) {
                trainer.gradient(batch(description.precision(), COUNT), EmbeddedModel.context(1));
            }
        }

        private void call(Method method, Object receiver, Object[] arguments, String name, Object hostile) {
            calls++;
            String token = switch (hostile) {
                case InputStream stream -> (String) arguments[0];
                case ProgramRequest request when request.maxBatch() > COUNT -> "maxBatch";
                case null, default -> name;
            };
            try {
                rewind(arguments);
                EmbeddedModel.invoke(method, receiver, arguments);
            } catch (IllegalArgumentException
                    | IndexOutOfBoundsException
                    | NullPointerException
                    | ProblemException refusal) {
                assertTrue(
                        String.valueOf(refusal.getMessage()).contains(token),
                        () -> method + " with " + name + " = " + shown(hostile) + ": " + refusal);
                boolean ownWords = refusal.getStackTrace()[0].getClassName().startsWith("org.dlm.runtime")
                        || refusal.getStackTrace()[0].getClassName().startsWith("shop.")
                        || refusal.getStackTrace()[0].getMethodName().equals("requireNonNull");
                assertTrue(ownWords, () -> method + " with " + name + " = " + shown(hostile) + ": " + refusal);
            } catch (RuntimeException | Error raw) {
                throw new AssertionError(method + " with " + name + " = " + shown(hostile) + ": " + raw, raw);
            }
        }

        private static void rewind(Object[] arguments) {
            for (Object argument : arguments) {
                if (argument instanceof ByteArrayInputStream stream) {
                    stream.reset();
                }
            }
        }

        /** Generated parameters are called as the text says, those of the runtime's interfaces by their types. */
        private List<String> names(Method method) {
            String text = model.texts().getOrDefault(method.getDeclaringClass().getName(), "");
            Pattern declaration = Pattern.compile("public [^;={]*?\\b" + method.getName() + "\\(([^)]*)\\)");
            Matcher matcher = declaration.matcher(text);
            while (matcher.find()) {
                List<String> parameters = Arrays.stream(matcher.group(1).split(","))
                        .map(String::strip)
                        .filter(parameter -> !parameter.isEmpty())
                        .toList();
                if (fits(parameters, method)) {
                    return parameters.stream()
                            .map(parameter -> parameter.substring(parameter.lastIndexOf(' ') + 1))
                            .toList();
                }
            }
            return Arrays.stream(method.getParameterTypes())
                    .map(type -> inherited(type, method))
                    .toList();
        }

        private static String inherited(Class<?> type, Method method) {
            if (type == String.class) {
                return method.getName().equals("recipe") ? "recipe" : "name";
            }
            // the forms of compute for arrays that no output of the model fills
            return "output";
        }

        private static boolean fits(List<String> parameters, Method method) {
            Class<?>[] types = method.getParameterTypes();
            boolean fits = parameters.size() == types.length;
            for (int i = 0; fits && i < types.length; i++) {
                fits = parameters.get(i).startsWith(types[i].getSimpleName() + " ");
            }
            return fits;
        }

        private Object good(String name, Class<?> type, Method method) {
            if (type == float[].class || type == double[].class || type == int[].class) {
                return array(type, Math.max(1, length(name, method)));
            }
            if (type == Batch.class) {
                return name.equals("raw") ? raw(COUNT) : batch(description.precision(), COUNT);
            }
            if (type == String.class) {
                return switch (name) {
                    case "block" -> "data";
                    case "recipe" -> recipe;
                    case "name" -> "lr";
                    default -> "";
                };
            }
            return goods(name, method).get(type);
        }

        private Map<Class<?>, Object> goods(String name, Method method) {
            Map<Class<?>, Object> goods = new LinkedHashMap<>();
            boolean isCount = name.equals("count") || name.equals("maxBatch");
            int output = 0;
            for (ResultPort port : description.outputs()) {
                boolean isInt = port.kind() != ElementKind.FLOAT;
                boolean wantsInt = Arrays.asList(method.getParameterTypes()).contains(int[].class);
                output = isInt == wantsInt ? description.outputs().indexOf(port) : output;
            }
            goods.put(int.class, isCount ? COUNT : name.equals("output") ? output : 0);
            goods.put(long.class, 1L);
            goods.put(float.class, 0.5f);
            goods.put(double.class, 0.5);
            goods.put(Path.class, method.getName().equals("save") ? folder.resolve("saved.safetensors") : good);
            goods.put(InputStream.class, stream(good));
            goods.put(Team.class, Team.single());
            goods.put(Weights.class, model.factory().newWeights(2));
            goods.put(ProgramRequest.class, new ProgramRequest(model.factory().newWeights(2), COUNT, Team.single()));
            goods.put(StepContext.class, EmbeddedModel.context(1));
            return goods;
        }

        private List<Object> hostile(String name, Class<?> type, Object good, Method method) {
            List<Object> hostile = new ArrayList<>();
            if (!type.isPrimitive()) {
                hostile.add(null);
            }
            switch (good) {
                case float[] values -> {
                    hostile.addAll(List.of(new float[0], new float[values.length - 1], array(type, values.length + 1)));
                    hostile.add(filled(values.length, Float.NaN));
                    hostile.add(filled(values.length, Float.NEGATIVE_INFINITY));
                    hostile.add(filled(values.length, Float.MAX_VALUE));
                }
                case double[] values ->
                    hostile.addAll(
                            List.of(new double[0], new double[values.length - 1], new double[values.length + 1]));
                case int[] values -> {
                    hostile.addAll(List.of(new int[0], new int[values.length - 1], new int[values.length + 1]));
                    for (int wrong : new int[] {-1, 7, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                        int[] array = values.clone();
                        array[array.length - 1] = wrong;
                        hostile.add(array);
                    }
                }
                case Integer number ->
                    hostile.addAll(
                            List.of(-1, 0, 1, COUNT + 1, 7, 1 << 16, 1 << 28, Integer.MAX_VALUE, Integer.MIN_VALUE));
                case Float number -> hostile.addAll(List.of(Float.NaN, Float.POSITIVE_INFINITY, -Float.MAX_VALUE));
                case Double number -> hostile.addAll(List.of(Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE));
                case Path file -> {
                    if (!method.getName().equals("save")) {
                        hostile.addAll(List.of(folder, text, folder.resolve("missing.safetensors"), Path.of("")));
                    }
                }
                case InputStream stream -> {
                    hostile.add(new ByteArrayInputStream(new byte[0]));
                    hostile.add(new ByteArrayInputStream(new byte[100]));
                }
                case Batch batch -> {
                    Precision precision =
                            Precision.valueOf(description.precision().name());
                    hostile.add(new Batch(batch.ports(), COUNT, batch.precision()));
                    hostile.add(batch(description.precision(), COUNT + 1));
                    hostile.add(new Batch(List.of(), COUNT, batch.precision()));
                    hostile.add(other(precision));
                    hostile.add(otherPorts());
                }
                case Weights weights -> {
                    hostile.add(Weights.of(ModelDescription.named("Other").build()));
                    hostile.add(new Weights(weights.precision(), List.of(), 0));
                }
                case Team team -> {
                    Team closed = Team.of(2);
                    closed.close();
                    hostile.add(closed);
                }
                case ProgramRequest request -> {
                    hostile.add(new ProgramRequest(
                            new Weights(request.weights().precision(), List.of(), 0), 1, Team.single()));
                    hostile.add(new ProgramRequest(request.weights(), Integer.MAX_VALUE, Team.single()));
                }
                case StepContext context -> hostile.add(new StepContext(1, 1, 1));
                case String words -> hostile.add("no such thing");
                default -> {}
            }
            return hostile;
        }

        private Object array(Class<?> type, int length) {
            return java.lang.reflect.Array.newInstance(type.componentType(), length);
        }

        private float[] filled(int length, float value) {
            float[] values = new float[length];
            Arrays.fill(values, value);
            return values;
        }

        /** As long as the examples that the method is for. */
        private int length(String name, Method method) {
            int count = names(method).contains("count") || names(method).contains("into") ? COUNT : 1;
            return switch (name) {
                case "sums" ->
                    description.losses().size() + description.metrics().size();
                case "gradient" -> description.weightsLength();
                case "into" ->
                    COUNT
                            * description.outputs().stream()
                                    .mapToInt(port -> port.shape().size())
                                    .max()
                                    .orElse(0);
                case "result" ->
                    COUNT
                            * description.outputs().stream()
                                    .filter(port -> port.name().equals(method.getName()))
                                    .mapToInt(port -> port.shape().size())
                                    .sum();
                default ->
                    count
                            * description.ports().stream()
                                    .filter(port -> port.name().equals(name))
                                    .mapToInt(port -> port.shape().size())
                                    .sum();
            };
        }

        private Batch batch(org.dlm.runtime.model.Precision precision, int count) {
            Batch batch = new Batch(description.ports(), count, precision);
            batch.filled(count, 0);
            return batch;
        }

        private Batch raw(int count) {
            Batch raw = new Batch(
                    model.factory().recipe(recipe).data().getFirst().columns().stream()
                            .map(column -> column.port())
                            .toList(),
                    count,
                    description.precision());
            raw.filled(count, 0);
            return raw;
        }

        private Batch other(Precision precision) {
            return batch(
                    precision == Precision.F32
                            ? org.dlm.runtime.model.Precision.F64
                            : org.dlm.runtime.model.Precision.F32,
                    COUNT);
        }

        private Batch otherPorts() {
            Batch batch = new Batch(
                    List.of(new Port("z", Port.Role.INPUT, ElementKind.FLOAT, Shape.of(1))),
                    COUNT,
                    description.precision());
            batch.filled(COUNT, 0);
            return batch;
        }

        private InputStream stream(Path file) {
            try {
                return new ByteArrayInputStream(Files.readAllBytes(file));
            } catch (IOException fault) {
                throw new AssertionError(fault);
            }
        }

        private static String shown(Object value) {
            return switch (value) {
                case null -> "null";
                case float[] values -> "float[" + values.length + "]";
                case double[] values -> "double[" + values.length + "]";
                case int[] values -> Arrays.toString(values);
                default -> value.toString();
            };
        }
    }

    /** Of a batch the port is named, for a batch has many. */
    @Test
    void classes_out_of_range_in_a_batch_are_named_by_port() {
        EmbeddedModel tiny = EmbeddedModel.tiny();
        Batch batch = tiny.batch(COUNT);
        batch.ints(1)[1] = 3;
        ProgramRequest request = new ProgramRequest(tiny.factory().newWeights(1), COUNT, Team.single());
        StepContext context = EmbeddedModel.context(1);
        List<Runnable> calls = List.of(
                () -> tiny.factory().trainer("Tiny", request).step(batch, context),
                () -> tiny.factory().evaluation(request).evaluate(batch, context, new double[2]),
                () -> tiny.factory().gradient("Tiny", request).loss(batch, context));
        for (Runnable call : calls) {
            String message = org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, call::run)
                    .getMessage();
            assertEquals("label[1] is 3, which is not in 0 .. 2", message);
        }
    }

    /** Inputs are copied before anything is written. */
    @Test
    void results_may_be_written_over_their_inputs() {
        EmbeddedModel tiny = EmbeddedModel.tiny();
        Object session = tiny.session(tiny.create(1), COUNT);
        float[] x = tiny.batch(COUNT).floats(0).clone();
        float[] expected = new float[9];
        tiny.call(session, "probability", x, COUNT, expected);

        tiny.call(session, "probability", x, COUNT, x);

        assertEquals(java.util.Arrays.toString(expected), java.util.Arrays.toString(java.util.Arrays.copyOf(x, 9)));
    }
}
