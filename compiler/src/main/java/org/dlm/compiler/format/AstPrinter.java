package org.dlm.compiler.format;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Node;
import org.dlm.compiler.source.Span;

/**
 * The structure of an AST without spans, one part on each line: what {@code --emit=ast} shows, and how tests compare two
 * texts. It reads the records by reflection, so that a new node needs no line here.
 *
 * <pre>
 * Bind
 *   targets
 *     Target
 *       name: y
 *   value: NameRef
 *     name: x
 * </pre>
 */
public final class AstPrinter {
    private final StringBuilder out = new StringBuilder();

    private AstPrinter() {}

    public static String print(Node node) {
        AstPrinter printer = new AstPrinter();
        printer.part(0, "", node);
        return printer.out.toString();
    }

    private void part(int depth, String label, Object value) {
        switch (value) {
            case Span span -> {}
            case Optional<?> optional -> optional.ifPresent(present -> part(depth, label, present));
            case List<?> list when list.isEmpty() -> {}
            case List<?> list -> {
                line(depth, label);
                list.forEach(element -> part(depth + 1, "", element));
            }
            case Name name -> line(depth, joined(label, name.text()));
            case Record record -> record(depth, label, record);
            case String text ->
                line(depth, joined(label, text.replace("\\", "\\\\").replace("\n", "\\n")));
            default -> line(depth, joined(label, value.toString()));
        }
    }

    private void record(int depth, String label, Record record) {
        line(depth, joined(label, record.getClass().getSimpleName()));
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            part(depth + 1, component.getName(), valueOf(component, record));
        }
    }

    private static Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException fault) {
            throw new IllegalStateException("this is a bug in dlmc: the AST printer cannot read " + component, fault);
        }
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }

    private static String joined(String label, String text) {
        return label.isEmpty() ? text : label + ": " + text;
    }
}
