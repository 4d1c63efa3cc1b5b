package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.Map;
import org.dlm.compiler.memory.Storage;

/**
 * Prints where a value lives: the array's field and the offset in it.
 *
 * @param columns fields of columns
 */
record StorageEmitter(Map<Storage.InColumn, String> columns) {
    CodeBlock array(Storage storage) {
        return switch (storage) {
            case Storage.InKept kept -> CodeBlock.of("$L", field(kept.array()));
            case Storage.InArena arena -> CodeBlock.of(field(arena.pool()));
            case Storage.InScratch scratch -> CodeBlock.of(field(scratch.pool()));
            case Storage.InColumn column -> CodeBlock.of("$L", columns.get(column));
        };
    }

    private static String field(Storage.Kept array) {
        return switch (array) {
            case WEIGHTS -> "weights";
            case STATE -> "state";
            case GRADIENTS -> "gradients";
        };
    }

    private static String field(Storage.Pool pool) {
        return switch (pool) {
            case FLOATS -> "floats";
            case INTS -> "ints";
        };
    }

    /** In scratch that of the batch's first example, as if the examples from {@code from} on were not the first ones there. */
    CodeBlock offset(Storage storage) {
        return switch (storage) {
            case Storage.InKept kept -> CodeBlock.of("$L", kept.offset());
            case Storage.InArena arena -> inArena(arena.fixed(), arena.perExample());
            case Storage.InScratch scratch -> {
                CodeBlock begin = inArena(scratch.fixed(), scratch.perExample());
                CodeBlock block = scratch.offset() == 0
                        ? CodeBlock.of("$L + $L * place", begin, scratch.perPlace())
                        : CodeBlock.of("$L + $L * place + $L * size", begin, scratch.perPlace(), scratch.offset());
                yield CodeBlock.of("$L - $L * from", block, scratch.stride());
            }
            case Storage.InColumn column -> CodeBlock.of("0");
        };
    }

    private static CodeBlock inArena(int fixed, int perExample) {
        return perExample == 0 ? CodeBlock.of("$L", fixed) : CodeBlock.of("$L + $L * maxBatch", fixed, perExample);
    }

    /** {@code floats, 12 + 784 * maxBatch}. */
    CodeBlock operand(Storage storage) {
        return CodeBlock.of("$L, $L", array(storage), offset(storage));
    }

    /** {@code floats[12]}: the first element. */
    CodeBlock element(Storage storage) {
        return CodeBlock.of("$L[$L]", array(storage), offset(storage));
    }
}
