package org.dlm.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dlm.compiler.cost.Machine;
import org.dlm.compiler.emit.GeneratedProgram;
import org.dlm.compiler.emit.GeneratedStep;
import org.dlm.compiler.pipeline.ExplainedKernel;

/**
 * Measures each step of a generated program alone, through the very methods by which the program runs it, on the program's own arrays as
 * a whole step has left them. What a step overwrites is put back after each call, since numbers that shrink with each call would
 * end as denormal ones, which are slow. All steps have their turn in each round, so that a slow moment of the machine meets all of them.
 */
final class KernelTimer {
    /** Of a step in a chain: place, size, from, to. */
    private static final List<Class<?>> PART = List.of(int.class, int.class, int.class, int.class);

    private static final int ROUNDS = 7;

    /** Shares of the time that a step gets: for the JIT compiler, and to be measured. */
    private static final double WARM_UP = 0.05;

    private static final double MEASURING = 0.1;
    private static final int FEWEST_CALLS = 3;
    private static final int MOST_CALLS = 10_000;

    private final GeneratedProgram program;
    private final Object object;
    private final ProgramArrays arrays;
    private final int batch;
    private final double seconds;

    /** What runs a step for the whole batch. */
    @FunctionalInterface
    private interface Body {
        void run() throws Throwable;
    }

    /** A step, ready to be called. */
    private record Call(Body body, Runnable restore) {
        long nanos() {
            long begin = System.nanoTime();
            try {
                body.run();
            } catch (Throwable thrown) {
                throw new IllegalStateException("this is a bug in dlmc: a step fails when it is run alone", thrown);
            }
            long nanos = System.nanoTime() - begin;
            restore.run();
            return nanos;
        }
    }

    /**
     * Of a program that has run at least once.
     *
     * @param object the program itself
     * @param batch for which it has room, and which it has computed
     * @param seconds what a step's time is measured by
     */
    KernelTimer(GeneratedProgram program, Object object, int batch, double seconds) {
        this.program = program;
        this.object = object;
        this.batch = batch;
        this.arrays = new ProgramArrays(object, program.plan().memory(), batch);
        this.seconds = seconds;
    }

    /**
     * In the order of the program.
     *
     * @param machine by which is told what was to be expected
     */
    List<KernelTime> measure(Machine machine) {
        List<Call> calls = program.steps().stream().map(this::call).toList();
        calls.forEach(call -> run(call, seconds * WARM_UP));
        List<List<long[]>> nanos = new ArrayList<>();
        calls.forEach(call -> nanos.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            for (int c = 0; c < calls.size(); c++) {
                nanos.get(c).add(run(calls.get(c), seconds * MEASURING / ROUNDS));
            }
        }
        List<KernelTime> times = new ArrayList<>();
        for (int c = 0; c < calls.size(); c++) {
            times.add(time(program.steps().get(c), machine, nanos.get(c)));
        }
        return times;
    }

    private KernelTime time(GeneratedStep step, Machine machine, List<long[]> rounds) {
        long[] sorted = rounds.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new KernelTime(
                step, ExplainedKernel.of(program, step, machine, batch), sorted[sorted.length / 2], sorted[0]);
    }

    private static long[] run(Call call, double seconds) {
        long[] nanos = new long[MOST_CALLS];
        long end = System.nanoTime() + (long) (seconds * 1e9);
        int count = 0;
        while (count < FEWEST_CALLS || count < MOST_CALLS && System.nanoTime() < end) {
            nanos[count++] = call.nanos();
        }
        return Arrays.copyOf(nanos, count);
    }

    private Call call(GeneratedStep step) {
        try {
            Method method = method(step.method(), step.chain().isPresent() ? PART : List.of());
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method).bindTo(object);
            return new Call(body(handle, step), arrays.restoring(step.step()));
        } catch (IllegalAccessException refused) {
            throw new IllegalStateException("this is a bug in dlmc: the step " + step.method() + " is closed", refused);
        }
    }

    private Body body(MethodHandle method, GeneratedStep step) {
        return step.chain()
                .<Body>map(chain -> () -> runChunks(method, chain.chunk()))
                // in braces: as an expression it would be called for an Object
                .orElse(() -> {
                    method.invokeExact();
                });
    }

    /** As a chain calls its step: for a few examples at a time, here all by one thread. */
    private void runChunks(MethodHandle method, int chunk) throws Throwable {
        for (int from = 0; from < batch; from += chunk) {
            method.invokeExact(0, Math.min(chunk, batch), from, Math.min(from + chunk, batch));
        }
    }

    /** Large programs have their steps in superclasses. */
    private Method method(String name, List<Class<?>> parameters) {
        for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && List.of(method.getParameterTypes()).equals(parameters)) {
                    return method;
                }
            }
        }
        throw new IllegalStateException("this is a bug in dlmc: " + program.className() + " has no step " + name);
    }
}
