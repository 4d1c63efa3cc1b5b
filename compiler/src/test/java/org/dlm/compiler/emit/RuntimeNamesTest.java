package org.dlm.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.palantir.javapoet.ClassName;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeNamesTest {
    @Test
    void every_name_is_a_public_class_of_the_runtime() throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (Field field : RuntimeNames.class.getDeclaredFields()) {
            if (field.getType() == ClassName.class) {
                Class<?> type = Class.forName(((ClassName) field.get(null)).reflectionName());
                assertTrue(Modifier.isPublic(type.getModifiers()), type + " is not public");
                found.add(type.getName());
            }
        }
        assertTrue(found.contains("org.dlm.runtime.program.TrainingProgram"), found.toString());
    }
}
