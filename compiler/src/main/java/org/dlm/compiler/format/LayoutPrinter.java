package org.dlm.compiler.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Sets a layout in lines of a given width. */
final class LayoutPrinter {
    private final int width;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Item> work = new ArrayDeque<>();
    private int column;

    /** A layout that is still to be set, with the indentation and the mode that it inherits. */
    private record Item(int indent, boolean flat, Layout layout) {}

    private LayoutPrinter(int width) {
        this.width = width;
    }

    static String print(Layout layout, int width) {
        LayoutPrinter printer = new LayoutPrinter(width);
        printer.work.push(new Item(0, false, layout));
        while (!printer.work.isEmpty()) {
            printer.set(printer.work.pop());
        }
        return printer.out.toString();
    }

    private void set(Item item) {
        switch (item.layout()) {
            case Layout.Text text -> write(item.indent(), text.characters());
            case Layout.Trailing text -> write(item.indent(), text.characters());
            case Layout.HardLine line -> newLine();
            case Layout.Line line -> {
                if (item.flat()) {
                    write(item.indent(), line.flat());
                } else {
                    newLine();
                }
            }
            case Layout.Nest nest -> work.push(new Item(item.indent() + nest.columns(), item.flat(), nest.inside()));
            case Layout.Group group -> {
                boolean flat = item.flat() || fits(new Item(item.indent(), true, group.inside()));
                work.push(new Item(item.indent(), flat, group.inside()));
            }
            case Layout.Row row -> pushAll(work, item, row.parts());
        }
    }

    /** The indentation comes with the first characters, so that empty lines stay empty. */
    private void write(int indent, String characters) {
        if (characters.isEmpty()) {
            return;
        }
        if (column == 0) {
            out.append(" ".repeat(indent));
            column = indent;
        }
        out.append(characters);
        column += characters.length();
    }

    private void newLine() {
        out.append('\n');
        column = 0;
    }

    /** Whether everything up to the next line end that is already certain fits on this line. */
    private boolean fits(Item first) {
        int room = width - Math.max(column, first.indent());
        Deque<Item> ahead = new ArrayDeque<>(List.of(first));
        Iterator<Item> rest = work.iterator();
        while (room >= 0) {
            if (ahead.isEmpty()) {
                if (!rest.hasNext()) {
                    return true;
                }
                ahead.push(rest.next());
            }
            Item item = ahead.pop();
            switch (item.layout()) {
                case Layout.Text text -> room -= text.characters().length();
                case Layout.Trailing text -> {}
                case Layout.HardLine line -> {
                    return !item.flat();
                }
                case Layout.Line line -> {
                    if (!item.flat()) {
                        return true;
                    }
                    room -= line.flat().length();
                }
                case Layout.Nest nest -> ahead.push(new Item(item.indent(), item.flat(), nest.inside()));
                case Layout.Group group -> ahead.push(new Item(item.indent(), item.flat(), group.inside()));
                case Layout.Row row -> pushAll(ahead, item, row.parts());
            }
        }
        return false;
    }

    private static void pushAll(Deque<Item> stack, Item item, List<Layout> parts) {
        for (Layout part : parts.reversed()) {
            stack.push(new Item(item.indent(), item.flat(), part));
        }
    }
}
