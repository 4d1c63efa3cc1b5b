package org.dlm.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.dlm.runtime.vector.VectorSupport.Finding;
import org.junit.jupiter.api.Test;

class VectorSupportTest {
    @Test
    void without_the_module_the_advice_is_the_flag() {
        Finding finding = VectorSupport.find(false, "mixed mode");

        assertEquals(new Finding.Slow("start Java with --add-modules jdk.incubator.vector"), finding);
    }

    @Test
    void without_the_optimising_compiler_vectors_are_slow() {
        assertTrue(VectorSupport.find(true, "interpreted mode, sharing") instanceof Finding.Slow);
        assertTrue(VectorSupport.find(true, "mixed mode, emulated-client") instanceof Finding.Slow);
    }

    @Test
    void a_slow_machine_is_told_once_asked_and_a_fast_one_is_not() {
        List<String> told = new ArrayList<>();

        assertEquals(0, VectorSupport.decide(new Finding.Slow("do this"), told::add, 512, 128));
        assertEquals(List.of("do this"), told);
        assertEquals(256, VectorSupport.decide(new Finding.Fast(512), told::add, 128, 256));
        assertEquals(1, told.size());
    }

    @Test
    void the_widest_vectors_of_the_machine_are_taken() {
        assertEquals(256, VectorSupport.decide(new Finding.Fast(256), told -> {}, 512, 256, 128));
    }

    @Test
    void vectors_wider_than_the_machines_are_slow() {
        List<String> told = new ArrayList<>();

        assertEquals(0, VectorSupport.decide(new Finding.Fast(256), told::add, 512));
        assertEquals(
                List.of("compile the model for vectors of 256 bits, which there are here; it was compiled for [512]"),
                told);
    }

    @Test
    void the_line_says_what_happens_and_what_to_do() {
        assertEquals(
                "dlm: running scalar kernels, which are slow; for the fast ones start Java with X",
                VectorSupport.line("start Java with X"));
    }

    @Test
    void the_preferred_width_is_one_that_may_be_used() {
        int bits = VectorSupport.preferredBits();

        assertTrue(List.of(0, 128, 256, 512).contains(bits), bits + " bits");
        assertEquals(bits >= 128, VectorSupport.find() instanceof Finding.Fast);
    }
}
