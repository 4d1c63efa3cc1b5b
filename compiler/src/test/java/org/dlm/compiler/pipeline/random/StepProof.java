package org.dlm.compiler.pipeline.random;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.compiler.pipeline.InMemoryCompiler;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.vector.VectorSupport;

/** Compiles steps together, runs each in every form with one thread and with two, and says which of them are wrong. */
final class StepProof {
    /** A form is chosen by a system property: models run one after the other. */
    private static final List<String> FORMS = List.of("scalar", "512", "256", "128");

    /** Bounds of first order, of the order of operations that the interpreter has: others are within this factor. */
    private static final double SLACK = 4;

    private final StepModel model;
    private final Map<Integer, String> faults = new HashMap<>();
    private final List<List<StepRun.Found>> first = new ArrayList<>();

    private StepProof(StepModel model) {
        this.model = model;
    }

    /** What is wrong with each of the steps that are wrong, by their places. */
    static Map<Integer, String> faults(List<StepGraph> steps, Precision precision, Statistics statistics) {
        statistics.begin();
        StepModel model = StepModel.of(steps, precision);
        statistics.planned();
        List<GeneratedFile> files = model.files();
        statistics.printed(files);
        ClassLoader compiled = new InMemoryCompiler().compile(files);
        statistics.compiled();
        StepProof proof = new StepProof(model);
        synchronized (FORMS) {
            proof.runAll(compiled, files);
        }
        statistics.ran(proof.first);
        return proof.faults;
    }

    private void runAll(ClassLoader compiled, List<GeneratedFile> files) {
        String before = System.getProperty(VectorSupport.KERNELS_PROPERTY, "");
        try (Team alone = Team.single();
                Team two = Team.of(2)) {
            for (String form : FORMS) {
                System.setProperty(VectorSupport.KERNELS_PROPERTY, form);
                ModelFactory factory = factory(new Reloaded(compiled, files));
                Batch batch = batch(factory);
                run(new Setting(form + ", one thread", factory, batch, alone));
                run(new Setting(form + ", two threads", factory, batch, two));
            }
        } finally {
            System.setProperty(VectorSupport.KERNELS_PROPERTY, before);
        }
    }

    /** The same classes once more, so that their constants are initialised again. */
    private static final class Reloaded extends ClassLoader {
        private final ClassLoader compiled;

        Reloaded(ClassLoader compiled, List<GeneratedFile> files) {
            super(StepProof.class.getClassLoader());
            this.compiled = compiled;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream code = compiled.getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    private static ModelFactory factory(ClassLoader classes) {
        try {
            return (ModelFactory) classes.loadClass(StepModel.PACKAGE + "." + StepModel.NAME)
                    .getMethod("factory")
                    .invoke(null);
        } catch (ReflectiveOperationException fault) {
            throw new AssertionError(fault);
        }
    }

    private Batch batch(ModelFactory factory) {
        int capacity = model.programs().stream()
                .mapToInt(program -> program.step().capacity())
                .max()
                .orElseThrow();
        Batch batch = new Batch(
                factory.description().ports(), capacity, factory.description().precision());
        for (StepProgram program : model.programs()) {
            for (Op op : program.step().sources(OpKind.Role.INPUT, OpKind.Role.TARGET)) {
                Object column = StepRun.column(batch, batch.port(StepGraph.name(op)));
                StepRun.spoil(column);
                double[] elements = program.step().elements(op);
                for (int k = 0; k < elements.length; k++) {
                    switch (column) {
                        case float[] floats -> floats[k] = (float) elements[k];
                        case double[] doubles -> doubles[k] = elements[k];
                        case int[] ints -> ints[k] = (int) elements[k];
                        default -> throw new IllegalStateException();
                    }
                }
            }
        }
        return batch;
    }

    /** What all steps of a model are run with. */
    private record Setting(String form, ModelFactory factory, Batch batch, Team team) {}

    private void run(Setting setting) {
        Weights shared = filled(setting.factory).share();
        Map<Integer, List<StepRun.Found>> uses =
                new StepUses(model, setting.factory, setting.batch, shared, setting.team).run();
        Weights weights = filled(setting.factory);
        for (int p = 0; p < model.programs().size(); p++) {
            run(setting, p, uses.getOrDefault(p, List.of()), weights);
        }
    }

    private Weights filled(ModelFactory factory) {
        Weights weights = Weights.of(factory.description());
        StepRun.spoilAll(weights);
        model.programs()
                .forEach(program -> StepRun.fill(weights, program.step(), OpKind.Role.PARAMETER, OpKind.Role.BUFFER));
        return weights;
    }

    private void run(Setting setting, int p, List<StepRun.Found> uses, Weights weights) {
        String form = setting.form;
        StepProgram program = model.programs().get(p);
        List<StepRun.Found> found = new ArrayList<>(uses);
        try {
            found.addAll(StepRun.of(program, setting.factory, setting.batch, weights, setting.team));
        } catch (RuntimeException | LinkageError fault) {
            faults.putIfAbsent(p, form + ": " + trace(fault));
        }
        List<Integer> touched = StepRun.touched(weights, model.weights());
        if (!touched.isEmpty()) {
            faults.putIfAbsent(p, form + ": writes between the weights, at " + touched);
        }
        if (first.size() <= p) {
            first.add(found);
        }
        compare(form, p, found);
    }

    static String trace(Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private void compare(String form, int p, List<StepRun.Found> found) {
        for (StepRun.Found one : found) {
            wrong(one).ifPresent(message -> faults.putIfAbsent(p, form + ": " + one.name() + message));
        }
        List<StepRun.Found> other = first.get(p);
        for (int f = 0; f < Math.min(found.size(), other.size()); f++) {
            long[] a = bits(other.get(f).values());
            long[] b = bits(found.get(f).values());
            int at = Arrays.mismatch(a, b);
            if (at >= 0) {
                faults.putIfAbsent(
                        p,
                        form + ": " + found.get(f).name() + "[" + at + "] is "
                                + found.get(f).values()[at] + " and in the first form "
                                + other.get(f).values()[at]);
            }
        }
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
    }

    private static Optional<String> wrong(StepRun.Found found) {
        double[] wanted = found.wanted().values();
        double[] errors = found.wanted().errors();
        for (int k = 0; k < wanted.length; k++) {
            double allowed = SLACK * errors[k];
            boolean met = errors[k] == Double.POSITIVE_INFINITY
                    || found.values()[k] == wanted[k]
                    || Double.isNaN(found.values()[k]) && Double.isNaN(wanted[k])
                    || Math.abs(found.values()[k] - wanted[k]) <= allowed;
            if (!met) {
                return Optional.of("[" + k + "] is " + found.values()[k] + ", not " + wanted[k] + " within " + allowed);
            }
        }
        return Optional.empty();
    }
}
