package org.dlm.compiler.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with places where lines may be broken (after Wadler, "A prettier printer"). A group is set on one line if it fits,
 * else all of its own lines are broken, while groups inside it decide again.
 */
sealed interface Layout {
    /** Characters that stay together. */
    record Text(String characters) implements Layout {}

    /** A line end, or {@code flat} where the group around it is set on one line. */
    record Line(String flat) implements Layout {}

    /** Always a line end. */
    record HardLine() implements Layout {}

    /** A comment at the end of a line: it takes no room, so that it does not break what stands before it. */
    record Trailing(String characters) implements Layout {}

    record Nest(int columns, Layout inside) implements Layout {}

    record Group(Layout inside) implements Layout {}

    record Row(List<Layout> parts) implements Layout {}

    static Layout text(String characters) {
        return new Text(characters);
    }

    static Layout row(Layout... parts) {
        return new Row(List.of(parts));
    }

    static Layout group(Layout... parts) {
        return new Group(row(parts));
    }

    static Layout nest(int columns, Layout... parts) {
        return new Nest(columns, row(parts));
    }

    /** A space, or a line end. */
    static Layout space() {
        return new Line(" ");
    }

    /** Nothing, or a line end. */
    static Layout joint() {
        return new Line("");
    }

    static Layout hardLine() {
        return new HardLine();
    }

    static Layout nothing() {
        return new Row(List.of());
    }

    /** {@code a, b, c} with as many on each line as fit. */
    static Layout filled(List<Layout> items) {
        List<Layout> parts = new ArrayList<>();
        for (Layout item : items) {
            parts.add(parts.isEmpty() ? item : group(space(), item));
            parts.add(text(","));
        }
        if (!parts.isEmpty()) {
            parts.removeLast();
        }
        return new Row(List.copyOf(parts));
    }
}
