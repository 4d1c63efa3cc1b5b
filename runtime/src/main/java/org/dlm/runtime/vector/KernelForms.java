package org.dlm.runtime.vector;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Which form of each kernel the programs of a model run: plain loops at first, since they are fast after a few calls, and vectors as
 * soon as those are. Until C2 has compiled it a vector kernel is hundreds of times slower than the plain one, so a thread calls it
 * on arrays of its own beside the program ({@link KernelTrial}). All forms of a kernel give the same bits, so nobody can tell when
 * it changes.
 *
 * <pre>{@code
 * switch (forms.of(3)) {
 *     case 512 -> LeNet5Kernels512.conv1(…);
 *     default -> LeNet5Kernels.conv1(…);
 * }
 * }</pre>
 */
public final class KernelForms {
    private final WarmUp warmUp;
    private final IntSupplier choice;
    private final Supplier<Optional<Rehearsal>> rehearsals;
    private final boolean[] used;

    private volatile int bits;
    /** Replaced as a whole: a loop that reads it sees the change, and a read costs no more than that of a plain field. */
    private volatile int[] forms;

    /**
     * Forms of kernels, all of them plain loops until they have been used and tried.
     *
     * @param choice the width of the vectors; asked by the warm-up, because that loads the Vector API
     * @param rehearsals makes what the kernels are tried by, if there is room
     */
    KernelForms(WarmUp warmUp, int kernels, IntSupplier choice, Supplier<Optional<Rehearsal>> rehearsals) {
        this.warmUp = warmUp;
        this.choice = choice;
        this.rehearsals = rehearsals;
        used = new boolean[kernels];
        forms = new int[kernels];
    }

    /** The same form for all kernels, from the first call on. */
    static KernelForms of(int kernels, int bits) {
        KernelForms all = new KernelForms(new WarmUp(() -> 0), kernels, () -> bits, Optional::empty);
        all.bits = bits;
        Arrays.fill(all.forms, bits);
        Arrays.fill(all.used, true);
        return all;
    }

    /** The width of the vectors of a kernel, 0 for plain loops. */
    public int of(int kernel) {
        return forms[kernel];
    }

    /** The width of the vectors that kernels have in the end; 0 for plain loops, and as long as it is not known. */
    public int bits() {
        return bits;
    }

    /**
     * Says that a program calls a kernel; its vectors are prepared from now on.
     *
     * @param work rough number of elementary operations in one call; large kernels come first
     */
    public void use(int kernel, double work) {
        synchronized (warmUp) {
            if (!used[kernel]) {
                used[kernel] = true;
                warmUp.add(new KernelTrial(this, kernel, work));
            }
        }
    }

    /** The width of vectors here; 0 where they are not fast. */
    int choose() {
        return choice.getAsInt();
    }

    /** What the kernels are tried by; nothing where there is no room for it. */
    Optional<Rehearsal> rehearsal() {
        return rehearsals.get();
    }

    /** From now on programs run the kernel with vectors of this width. */
    void take(int kernel, int width) {
        synchronized (warmUp) {
            bits = width;
            int[] next = forms.clone();
            next[kernel] = width;
            forms = next;
        }
    }
}
