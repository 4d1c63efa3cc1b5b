package org.dlm.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void a_path_becomes_one_word() {
        assertEquals("conv1Y", Names.camel("conv.1", "y"));
        assertEquals("stage01W", Names.camel("stage.0.1/W"));
        assertEquals("_3d", Names.camel("3d"));
        assertEquals("value", Names.camel("", ""));
    }
}
