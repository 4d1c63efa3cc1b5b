package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.Map;
import org.dlm.compiler.memory.Storage;

/** Prints where a value lives: the array's field and the offset in it. */
record StorageEmitter(Map<Storage.InColumn, String> columns) {
    CodeBlock array(Storage storage) {
        return switch (storage) {
            case Storage.InKept kept -> CodeBlock.of("$L", field(kept.array()));
            case Storage.InArena arena -> CodeBlock.of(arena.pool() == Storage.Pool.FLOATS ? "floats" : "ints");
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

    CodeBlock offset(Storage storage) {
        return switch (storage) {
            case Storage.InKept kept -> CodeBlock.of("$L", kept.offset());
            case Storage.InArena arena ->
                arena.perExample() == 0
                        ? CodeBlock.of("$L", arena.fixed())
                        : CodeBlock.of("$L + $L * maxBatch", arena.fixed(), arena.perExample());
            case Storage.InColumn column -> CodeBlock.of("0");
        };
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
