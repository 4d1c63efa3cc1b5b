package org.dlm.runtime.data;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.dlm.runtime.problem.DataException;

/**
 * Cuts comma-separated text into rows of cells after RFC 4180: a cell in double quotes may hold separators, line ends and
 * doubled quotes. Blank lines are passed over.
 */
final class CsvCells {
    private static final int END = -1;

    private final String file;
    private final Reader in;
    private final char separator;
    private int current;
    private int line = 1;
    private int column = 1;

    /**
     * A cell.
     *
     * @param text its text, without quotes
     * @param line line of its first character, from 1
     * @param column column of its first character, from 1
     */
    record Cell(String text, int line, int column) {}

    /** Begins at the start of a text; {@code file} is its name in messages. */
    CsvCells(String file, Reader in, char separator) throws IOException {
        this.file = file;
        this.in = in;
        this.separator = separator;
        this.current = in.read();
        if (current == 0xFEFF) {
            current = in.read();
        }
    }

    /** The next row; empty at the end. */
    List<Cell> row() throws IOException {
        while (current == '\n' || current == '\r') {
            advance();
        }
        List<Cell> cells = new ArrayList<>();
        if (current == END) {
            return cells;
        }
        cells.add(cell());
        while (current == separator) {
            advance();
            cells.add(cell());
        }
        return cells;
    }

    private Cell cell() throws IOException {
        int startLine = line;
        int startColumn = column;
        String text = current == '"' ? quoted(startLine, startColumn) : plain();
        return new Cell(text, startLine, startColumn);
    }

    private String plain() throws IOException {
        StringBuilder text = new StringBuilder();
        while (!atCellEnd()) {
            text.append((char) current);
            advance();
        }
        return text.toString().strip();
    }

    private String quoted(int startLine, int startColumn) throws IOException {
        StringBuilder text = new StringBuilder();
        advance();
        while (true) {
            if (current == END) {
                throw problem(startLine, startColumn, "the quote that begins here is never closed");
            }
            if (current == '"') {
                advance();
                if (current != '"') {
                    break;
                }
            }
            text.append((char) current);
            advance();
        }
        if (!atCellEnd()) {
            throw problem(
                    line,
                    column,
                    "found '" + (char) current + "' after the closing quote, expected '" + separator
                            + "' or the end of the line; a quote inside quotes is written twice");
        }
        return text.toString();
    }

    private boolean atCellEnd() {
        return current == END || current == '\n' || current == '\r' || current == separator;
    }

    private void advance() throws IOException {
        int last = current;
        current = in.read();
        // \n, \r\n and a single \r each end one line
        if (last == '\n' || last == '\r' && current != '\n') {
            line++;
            column = 1;
        } else if (last != '\r') {
            column++;
        }
    }

    DataException problem(int atLine, int atColumn, String message) {
        return new DataException(file + ":" + atLine + ":" + atColumn + ": " + message);
    }
}
