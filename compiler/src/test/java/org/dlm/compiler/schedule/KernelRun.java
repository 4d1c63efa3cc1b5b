package org.dlm.compiler.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.dlm.compiler.emit.KernelEmitter;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.interpret.Run;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * Compiles a group in all forms, runs each whole and in parts, and compares with the interpreter: within a tolerance for the
 * values, bit by bit between the forms and between the whole and the parts, and not one element outside of a buffer may change or matter (the
 * surroundings are NaN).
 */
final class KernelRun {
    private static final int BASE = 20;
    private static final int SLACK = 64;

    private final FusionGroup group;
    private static final String PLAIN = "plain";

    private final Forms forms;
    private final CompiledKernel compiled;
    private final Class<?> kernels;
    private final String source;

    KernelRun(FusionGroup group, Forms forms) {
        this(new Printed(group, forms, "Kernels"));
    }

    private KernelRun(Printed printed) {
        this(printed, InMemory.load(printed.name, printed.source));
    }

    private KernelRun(Printed printed, Class<?> kernels) {
        this.group = printed.group;
        this.forms = printed.forms;
        this.compiled = printed.compiled;
        this.source = printed.source;
        this.kernels = kernels;
    }

    /** Many groups, whose classes are compiled together. */
    static List<KernelRun> all(List<FusionGroup> groups, Forms forms) {
        List<Printed> printed = new ArrayList<>();
        Map<String, String> sources = new HashMap<>();
        for (FusionGroup group : groups) {
            Printed one = new Printed(group, forms, "Kernels" + printed.size());
            printed.add(one);
            sources.put(one.name, one.source);
        }
        Map<String, Class<?>> classes = InMemory.load(sources);
        return printed.stream()
                .map(one -> new KernelRun(one, classes.get(one.name)))
                .toList();
    }

    /** A group in all forms as a class. */
    private static final class Printed {
        private final FusionGroup group;
        private final Forms forms;
        private final String name;
        private final CompiledKernel compiled;
        private final String source;

        Printed(FusionGroup group, Forms forms, String name) {
            this.group = group;
            this.forms = forms;
            this.name = name;
            this.compiled = new KernelCompiler(forms, 0).compile(group);
            this.source = JavaFile.builder("", kernels()).build().toString();
        }

        /** A class for each form, its methods beside each other. */
        private TypeSpec kernels() {
            java.util.Set<String> used = new java.util.HashSet<>();
            java.util.function.UnaryOperator<String> fresh = name -> used.add(name) ? name : name + used.size();
            TypeSpec.Builder type = TypeSpec.classBuilder(name);
            type.addMethods(KernelEmitter.methods(compiled.plain(), forms.plain(), PLAIN, fresh));
            for (CompiledKernel.Form form : compiled.vectors()) {
                TypeSpec.Builder nested = TypeSpec.classBuilder(
                                "Of" + form.target().vectorBits())
                        .addModifiers(javax.lang.model.element.Modifier.STATIC);
                KernelEmitter.constants(form.target()).forEach(nested::addField);
                nested.addMethods(KernelEmitter.methods(form.kernel(), form.target(), KernelRun.name(form), fresh));
                type.addType(nested.build());
            }
            return type.build();
        }
    }

    private static String name(CompiledKernel.Form form) {
        return "vector" + form.target().vectorBits();
    }

    String source() {
        return source;
    }

    CompiledKernel compiled() {
        return compiled;
    }

    /** @param tolerance for f32 in units of its epsilon; the same in those of f64 */
    void check(GraphBuilder builder, int batch, long seed, double tolerance, Map<String, double[]> given) {
        List<Graph.Result> results = group.stored().stream()
                .map(op -> new Graph.Result(Graph.ResultRole.VALUE, "r" + op.id(), op))
                .toList();
        Graph graph = builder.graph(results, List.of());
        check(Interpreter.run(graph, inputs(graph, batch, seed, given)), batch, tolerance);
    }

    /** The same with what is expected of the whole graph. */
    void check(Run expected, int batch, double tolerance) {
        Map<Operand, Object> plain = run(PLAIN, compiled.plain(), expected, batch, tolerance);
        for (CompiledKernel.Form form : compiled.vectors()) {
            Map<Operand, Object> vectors = run(name(form), form.kernel(), expected, batch, tolerance);
            for (Operand operand : compiled.plain().operands()) {
                assertEqualBits(
                        plain.get(operand), vectors.get(operand), name(form) + " and plain loops: " + operand.name());
            }
        }
    }

    private Map<Operand, Object> run(String form, Kernel kernel, Run expected, int batch, double tolerance) {
        Map<Operand, Object> arrays = arrays(kernel, expected, batch);
        run(form, kernel, expected, batch, arrays, Integer.MAX_VALUE);
        compare(form, kernel, expected, arrays, tolerance);
        if (kernel.parallel().isPresent()) {
            for (int units : new int[] {1, 2, 3}) {
                Map<Operand, Object> parts = arrays(kernel, expected, batch);
                run(
                        form,
                        kernel,
                        expected,
                        batch,
                        parts,
                        units * kernel.parallel().get().grain());
                for (Operand operand : kernel.operands()) {
                    assertEqualBits(arrays.get(operand), parts.get(operand), form + " in parts: " + operand.name());
                }
            }
        }
        return arrays;
    }

    private Inputs inputs(Graph graph, int batch, long seed, Map<String, double[]> given) {
        Inputs inputs = Inputs.ofBatch(batch);
        Random random = new Random(seed);
        for (Op op : graph.ops()) {
            if (op.kind() instanceof OpKind.Source s) {
                int size = size(op, batch);
                double[] elements = given.containsKey(s.name())
                        ? given.get(s.name())
                        : random.doubles(size, -1, 1)
                                .map(x -> op.type().element() == ElementType.BOOL ? x < 0 ? 0 : 1 : (float) x)
                                .toArray();
                inputs = inputs.with(s.role(), s.name(), elements);
            }
        }
        return inputs;
    }

    private static int size(Op op, int batch) {
        return (int) op.type().fixedElements() * (op.type().batched() ? batch : 1);
    }

    private Map<Operand, Object> arrays(Kernel kernel, Run expected, int batch) {
        Map<Operand, Object> arrays = new HashMap<>();
        for (Operand operand : kernel.operands()) {
            int length = BASE + size(operand.op(), batch) + SLACK;
            boolean read = !group.stored().contains(operand.op());
            double[] elements = read ? expected.value(operand.op()).elements() : new double[0];
            Object array = switch (operand.op().type().element()) {
                case INT, BOOL -> {
                    int[] ints = new int[length];
                    Arrays.fill(ints, 1 << 30);
                    for (int i = 0; i < elements.length; i++) {
                        ints[BASE + i] = (int) elements[i];
                    }
                    yield ints;
                }
                case FLOAT, NUMBER -> floats(elements, length);
            };
            arrays.put(operand, array);
        }
        return arrays;
    }

    private Object floats(double[] elements, int length) {
        if (forms.precision() == Precision.F64) {
            double[] doubles = new double[length];
            Arrays.fill(doubles, Double.NaN);
            System.arraycopy(elements, 0, doubles, BASE, elements.length);
            return doubles;
        }
        float[] floats = new float[length];
        Arrays.fill(floats, Float.NaN);
        for (int i = 0; i < elements.length; i++) {
            floats[BASE + i] = (float) elements[i];
        }
        return floats;
    }

    private void run(String form, Kernel kernel, Run expected, int batch, Map<Operand, Object> arrays, int part) {
        Method method = Stream.concat(Stream.of(kernels), Arrays.stream(kernels.getDeclaredClasses()))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(m -> m.getName().equals(form))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        List<Object> arguments = new ArrayList<>();
        for (Operand operand : kernel.operands()) {
            arguments.add(arrays.get(operand));
            arguments.add(BASE);
        }
        kernel.numbers().forEach(n -> arguments.add(expected.value(n).elements()[0]));
        if (kernel.usesBatch()) {
            arguments.add(batch);
        }
        if (kernel.parallel().isEmpty()) {
            call(method, arguments);
            return;
        }
        int extent = kernel.parallel().get().extent().isBatch()
                ? batch
                : kernel.parallel().get().extent().fixedSize();
        for (int from = 0; from < extent; from += Math.min(part, extent)) {
            List<Object> all = new ArrayList<>(arguments);
            all.add(from);
            all.add((int) Math.min(extent, (long) from + part));
            call(method, all);
        }
    }

    private void call(Method method, List<Object> arguments) {
        try {
            method.invoke(null, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw new AssertionError(source, e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private void compare(String form, Kernel kernel, Run expected, Map<Operand, Object> arrays, double tolerance) {
        double epsilon = forms.precision() == Precision.F32 ? Math.ulp(1f) : Math.ulp(1.0);
        for (Operand operand : kernel.operands()) {
            if (!group.stored().contains(operand.op())) {
                continue;
            }
            double[] wanted = expected.value(operand.op()).elements();
            double[] found = doubles(arrays.get(operand));
            for (int i = 0; i < found.length; i++) {
                boolean inside = i >= BASE && i < BASE + wanted.length;
                if (inside) {
                    double value = rounded(wanted[i - BASE]);
                    double allowed = Double.isFinite(value) ? tolerance * epsilon * Math.max(1, Math.abs(value)) : 0;
                    int at = i - BASE;
                    assertEquals(
                            value, found[i], allowed, () -> form + " " + operand.name() + "[" + at + "]\n" + source);
                } else {
                    boolean untouched = Double.isNaN(found[i]) || found[i] == 1 << 30;
                    int at = i - BASE;
                    assertEquals(
                            true,
                            untouched,
                            () -> form + " writes outside: " + operand.name() + "[" + at + "]\n" + source);
                }
            }
        }
    }

    /** What f32 makes of a number, infinite where it is too large. */
    private double rounded(double value) {
        return forms.precision() == Precision.F32 ? (float) value : value;
    }

    private static double[] doubles(Object array) {
        return switch (array) {
            case float[] f -> {
                double[] d = new double[f.length];
                for (int i = 0; i < f.length; i++) {
                    d[i] = f[i];
                }
                yield d;
            }
            case double[] d -> d;
            case int[] n -> Arrays.stream(n).asDoubleStream().toArray();
            default -> throw new AssertionError(array);
        };
    }

    private static void assertEqualBits(Object a, Object b, String message) {
        long[] first =
                Arrays.stream(doubles(a)).mapToLong(Double::doubleToLongBits).toArray();
        long[] second =
                Arrays.stream(doubles(b)).mapToLong(Double::doubleToLongBits).toArray();
        assertArrayEquals(first, second, message);
    }
}
