package org.dlm.compiler.schedule;

import static org.dlm.compiler.graph.Scalars.loadAt;
import static org.dlm.compiler.graph.Scalars.multiply;
import static org.dlm.compiler.schedule.Cases.axis;
import static org.dlm.compiler.schedule.Cases.batch;
import static org.dlm.compiler.schedule.Cases.group;
import static org.dlm.compiler.schedule.Cases.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.KernelPrinter;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.optimize.FusionGroup.Kind;
import org.junit.jupiter.api.Test;

class KernelPrinterTest {
    private final Cases cases = new Cases();

    private FusionGroup dense(String input, int in, int out) {
        Op x = cases.source(input, Extent.BATCH, of(in));
        Op w = cases.source("weight" + input, of(in), of(out));
        List<Axis> free = List.of(batch(), axis("o", out));
        Op z = cases.builder.indexed(
                free,
                Reduction.SUM,
                List.of(axis("i", in)),
                multiply(loadAt(x, 0, 2), loadAt(w, 2, 1)),
                cases.origin("z"));
        return group(Kind.REDUCTION, free, List.of(z), z);
    }

    @Test
    void a_small_dense_layer_as_plain_loops() {
        CompiledKernel kernel = new KernelCompiler(Forms.F32).compile(dense("x", 784, 3));
        assertEquals("""
                z(x read, weightx read, z write) over batch by 1
                  for b = from .. to
                    for o = 0 .. 3
                      z = 0.0
                      for i = 0 .. 784
                        z := fma(x[b * 784 + i], weightx[i * 3 + o], z)
                      z[b * 3 + o] = z
                """, KernelPrinter.print(kernel.plain()));
    }

    @Test
    void kernels_of_the_same_structure_are_equal_whatever_their_names() {
        KernelCompiler compiler = new KernelCompiler(Forms.F32);
        CompiledKernel.Structure first = compiler.compile(dense("x", 32, 16)).structure();
        assertEquals(first, compiler.compile(dense("y", 32, 16)).structure());
        assertNotEquals(first, compiler.compile(dense("v", 32, 17)).structure());
    }
}
