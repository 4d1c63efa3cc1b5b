package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    /** So much work in no time is fast. */
    private static final double FAST = 1e12;

    private final WarmUp warmUp = new WarmUp(System::nanoTime);

    private static void await(WarmUp warmUp) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (warmUp.isRunning()) {
            assertTrue(System.nanoTime() < end, "the warm-up goes on for a minute");
            Thread.sleep(1);
        }
    }

    private KernelForms forms(int kernels, int bits, Rehearsal rehearsal) {
        return new KernelForms(warmUp, kernels, () -> bits, () -> Optional.of(rehearsal));
    }

    @AfterEach
    void clear() {
        System.clearProperty(ModelForms.WARM_UP_PROPERTY);
    }

    @Test
    void kernels_are_plain_until_they_are_fast_and_then_the_thread_ends() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        KernelForms forms = forms(2, 256, (kernel, bits) -> {
            thread.set(Thread.currentThread());
            waitFor(go);
            return FAST;
        });

        forms.use(0, 1);
        forms.use(1, 1);
        assertEquals(0, forms.of(0));
        assertEquals(0, forms.bits());
        go.countDown();
        await(warmUp);

        assertEquals(256, forms.of(0));
        assertEquals(256, forms.of(1));
        assertEquals(256, forms.bits());
        assertEquals(WarmUp.THREAD, thread.get().getName());
        assertTrue(thread.get().isDaemon());
        thread.get().join(60_000);
        assertFalse(thread.get().isAlive());
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void only_kernels_that_some_program_calls_are_tried_and_each_once() throws InterruptedException {
        List<Integer> tried = new CopyOnWriteArrayList<>();
        KernelForms forms = forms(3, 512, (kernel, bits) -> {
            tried.add(kernel);
            return FAST;
        });

        forms.use(1, 1);
        await(warmUp);
        forms.use(1, 1);
        await(warmUp);

        assertEquals(List.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), tried);
        assertEquals(List.of(0, 512, 0), List.of(forms.of(0), forms.of(1), forms.of(2)));
    }

    @Test
    void a_kernel_that_is_used_later_begins_another_warm_up() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        KernelForms forms = new KernelForms(warmUp, 2, () -> 128, () -> {
            made.incrementAndGet();
            return Optional.of((kernel, bits) -> FAST);
        });

        forms.use(0, 1);
        await(warmUp);
        forms.use(1, 1);
        await(warmUp);

        assertEquals(128, forms.of(1));
        assertEquals(2, made.get(), "the arrays of the first one are not kept");
    }

    @Test
    void without_vectors_nothing_is_tried() throws InterruptedException {
        KernelForms forms = forms(1, 0, (kernel, bits) -> {
            throw new AssertionError("a kernel was called");
        });

        forms.use(0, 1);
        await(warmUp);

        assertEquals(0, forms.of(0));
    }

    @Test
    void without_room_vectors_are_taken_untried() throws InterruptedException {
        KernelForms forms = new KernelForms(warmUp, 1, () -> 512, Optional::empty);

        forms.use(0, 1);
        await(warmUp);

        assertEquals(512, forms.of(0));
    }

    @Test
    void a_fault_of_a_rehearsal_ends_the_warm_up_with_vectors_and_is_told() throws InterruptedException {
        AtomicReference<Throwable> told = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> told.set(fault));
        try {
            AtomicReference<Thread> thread = new AtomicReference<>();
            KernelForms forms = forms(2, 512, (kernel, bits) -> {
                thread.set(Thread.currentThread());
                throw new IllegalStateException("wrong");
            });
            forms.use(0, 1);
            forms.use(1, 1);
            await(warmUp);
            thread.get().join(60_000);

            assertEquals(512, forms.of(0));
            assertEquals("wrong", told.get().getMessage());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void programs_for_one_example_and_for_many_have_forms_of_their_own() {
        ModelForms model = new ModelForms(examples -> (kernel, bits) -> FAST, 1, 8, 100, 512);

        assertEquals(model.of(64), model.of(256));
        assertEquals(model.of(1), model.of(1));
        assertFalse(model.of(1) == model.of(64));
        assertFalse(model.of(64) == model.of(65), "65 leaves one example over");
    }

    @Test
    void where_it_is_off_no_thread_is_started() {
        System.setProperty(ModelForms.WARM_UP_PROPERTY, "off");
        KernelForms forms = new ModelForms(
                        examples -> {
                            throw new AssertionError("a rehearsal was made");
                        },
                        1,
                        8,
                        100,
                        512,
                        256,
                        128)
                .of(1);

        forms.use(0, 1);

        assertEquals(VectorSupport.choose(512, 256, 128), forms.of(0));
    }

    @Test
    void another_word_is_refused() {
        System.setProperty(ModelForms.WARM_UP_PROPERTY, "no");

        ModelForms model = new ModelForms(examples -> (kernel, bits) -> FAST, 1, 8, 100, 512);

        assertEquals(
                "the property dlm.warmup is 'no'; it can be on or off",
                assertThrows(IllegalArgumentException.class, () -> model.of(1)).getMessage());
    }
}
