package org.dlm.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void a_taken_name_gets_a_number() {
        Names names = new Names();

        assertEquals("conv", names.fresh("conv"));
        assertEquals("conv2", names.fresh("conv"));
        assertEquals("conv3", names.fresh("conv"));
    }

    @Test
    void keywords_and_methods_of_object_are_taken() {
        Names names = new Names();

        assertEquals("class2", names.fresh("class"));
        assertEquals("wait2", names.fresh("wait"));
    }

    @Test
    void a_method_for_users_keeps_its_name_where_only_variables_have_it() {
        Names names = new Names().reserveVariables(Set.of("step")).reserve("compute");

        assertEquals("step", names.method("step"));
        assertEquals("step2", names.fresh("step"));
        assertEquals("compute2", names.method("compute"));
        assertEquals("wait2", names.method("wait"));
        assertEquals("class2", names.method("class"));
    }

    @Test
    void what_would_hide_types_is_taken() {
        Names names = new Names();

        assertEquals("java2", names.fresh("java"));
        assertEquals("yield2", names.fresh("yield"));
    }

    @Test
    void long_names_are_cut() {
        Names names = new Names();

        assertEquals("a".repeat(100), names.fresh("a".repeat(70_000)));
        assertEquals("a".repeat(100) + "2", names.fresh("a".repeat(70_000)));
    }

    @Test
    void what_is_given_away_cannot_be_reserved_any_more() {
        Names names = new Names();
        names.fresh("step");

        assertThrows(IllegalStateException.class, () -> names.reserve("step"));
    }

    @Test
    void a_path_becomes_one_word() {
        assertEquals("conv1Y", Names.camel("conv.1", "y"));
        assertEquals("stage01W", Names.camel("stage.0.1/W"));
        assertEquals("_3d", Names.camel("3d"));
        assertEquals("value", Names.camel("", ""));
    }
}
