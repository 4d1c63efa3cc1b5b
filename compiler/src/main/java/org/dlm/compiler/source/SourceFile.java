package org.dlm.compiler.source;

import java.util.ArrayList;
import java.util.List;

/**
 * One source text and the path under which messages name it. Two files are the same only if they are the same object, so
 * that spans compare cheaply.
 */
public final class SourceFile {
    private final String path;
    private final String text;
    private final List<Integer> lineStarts;

    /** @param path shown in messages, relative to the source root, with forward slashes */
    public SourceFile(String path, String text) {
        this.path = path;
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    public String path() {
        return path;
    }

    public String text() {
        return text;
    }

    /** The line of a character offset, from 1. */
    public int line(int offset) {
        int low = 0;
        int high = lineStarts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (lineStarts.get(middle) <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low + 1;
    }

    /** The column of a character offset in its line, from 1. */
    public int column(int offset) {
        return offset - lineStarts.get(line(offset) - 1) + 1;
    }

    /** The text of a line (from 1) without its line end. */
    public String lineText(int line) {
        int start = lineStarts.get(line - 1);
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return path;
    }

    private static List<Integer> lineStarts(String text) {
        List<Integer> starts = new ArrayList<>();
        starts.add(0);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                starts.add(i + 1);
            }
        }
        return List.copyOf(starts);
    }
}
