package org.dlm.cli;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.dlm.compiler.emit.ProgramStep;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.memory.MemoryPlan;
import org.dlm.compiler.memory.Storage;

/** The arrays of a generated program's object, so that a step which overwrites what it reads can be given the same again. */
final class ProgramArrays {
    private final Object program;
    private final MemoryPlan memory;
    private final int batch;

    /** @param batch for which the program has room */
    ProgramArrays(Object program, MemoryPlan memory, int batch) {
        this.program = program;
        this.memory = memory;
        this.batch = batch;
    }

    /** Puts back, as they are now, all values that a step both reads and writes. */
    Runnable restoring(ProgramStep step) {
        return switch (step) {
            case ProgramStep.KernelCall call -> restoring(call.kernel().plain().operands());
            case ProgramStep.Draw draw -> () -> {};
            case ProgramStep.Number number -> () -> {};
        };
    }

    private Runnable restoring(List<Operand> operands) {
        Set<Storage> read = operands.stream()
                .filter(operand -> operand.access() != Operand.Access.WRITE)
                .map(operand -> memory.storageOf(operand.op()))
                .collect(Collectors.toSet());
        List<Runnable> all = new ArrayList<>();
        for (Operand operand : operands) {
            if (operand.access() != Operand.Access.READ && read.contains(memory.storageOf(operand.op()))) {
                all.add(restoring(operand));
            }
        }
        return () -> all.forEach(Runnable::run);
    }

    private Runnable restoring(Operand operand) {
        Storage storage = memory.storageOf(operand.op());
        Object array = array(storage);
        int from = offset(storage);
        int length = Math.toIntExact(operand.op().type().fixedElements() * examples(operand.op(), storage));
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, from, copy, 0, length);
        return () -> System.arraycopy(copy, 0, array, from, length);
    }

    private int examples(Op op, Storage storage) {
        if (!op.type().batched()) {
            return 1;
        }
        return storage instanceof Storage.InScratch scratch ? size(scratch) : batch;
    }

    /** Examples that the one thread which is measured computes at a time. */
    private int size(Storage.InScratch scratch) {
        return Math.min(scratch.chunk(), batch);
    }

    private Object array(Storage storage) {
        return switch (storage) {
            case Storage.InKept kept -> field(kept.array().name());
            case Storage.InArena arena -> field(arena.pool().name());
            case Storage.InScratch scratch -> field(scratch.pool().name());
            case Storage.InColumn column ->
                throw new IllegalStateException("this is a bug in dlmc: a step writes into the column " + column);
        };
    }

    private int offset(Storage storage) {
        return switch (storage) {
            case Storage.InKept kept -> kept.offset();
            case Storage.InArena arena -> arena.fixed() + arena.perExample() * batch;
            case Storage.InScratch scratch ->
                scratch.fixed() + scratch.perExample() * batch + scratch.offset() * size(scratch);
            case Storage.InColumn column -> 0;
        };
    }

    private Object field(String name) {
        String field = name.toLowerCase(Locale.ROOT);
        for (Class<?> type = program.getClass(); type != Object.class; type = type.getSuperclass()) {
            try {
                Field found = type.getDeclaredField(field);
                found.setAccessible(true);
                return found.get(program);
            } catch (NoSuchFieldException inSuperclass) {
                continue;
            } catch (IllegalAccessException refused) {
                throw new IllegalStateException("this is a bug in dlmc: the field " + field + " is closed", refused);
            }
        }
        throw new IllegalStateException(
                "this is a bug in dlmc: " + program.getClass().getName() + " has no field " + field);
    }
}
