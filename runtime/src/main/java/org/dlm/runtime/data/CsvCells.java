package org.dlm.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.dlm.runtime.problem.DataException;

/**
 * Cuts comma-separated text in UTF-8 into rows of cells after RFC 4180: a cell in double quotes may hold separators, line
 * ends and doubled quotes. Blank lines are passed over. Cells and rows have a largest length, so that no file can ask for
 * all memory.
 */
final class CsvCells {
    static final int LARGEST_CELL = 1 << 20;
    static final int LARGEST_ROW = 1 << 24;
    static final int MOST_COLUMNS = 1 << 16;

    private static final int END = -1;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final String file;
    private final Utf8Text in;
    private final char separator;
    private final StringBuilder text = new StringBuilder();
    private int current;
    private int inRow;
    private long line = 1;
    private long column = 1;

    /**
     * A cell.
     *
     * @param text its text, without quotes
     * @param line line of its first character, from 1
     * @param column column of its first character, from 1
     */
    record Cell(String text, long line, long column) {}

    /** Begins at the start of a text; {@code file} is its name in messages. */
    CsvCells(String file, InputStream in, char separator) throws IOException {
        this.file = file;
        this.in = new Utf8Text(in);
        this.separator = separator;
        this.current = next();
        if (current == BYTE_ORDER_MARK) {
            current = next();
        }
    }

    /** The next row; empty at the end. */
    List<Cell> row() throws IOException {
        while (current == '\n' || current == '\r') {
            advance();
        }
        inRow = 0;
        List<Cell> cells = new ArrayList<>();
        if (current == END) {
            return cells;
        }
        cells.add(cell());
        while (current == separator) {
            if (cells.size() == MOST_COLUMNS) {
                throw problem(line, column, "this row has more than the " + MOST_COLUMNS + " cells that are possible");
            }
            advance();
            cells.add(cell());
        }
        return cells;
    }

    private Cell cell() throws IOException {
        long startLine = line;
        long startColumn = column;
        text.setLength(0);
        String cell = current == '"' ? quoted(startLine, startColumn) : plain();
        return new Cell(cell, startLine, startColumn);
    }

    private String plain() throws IOException {
        while (!atCellEnd()) {
            append();
        }
        return text.toString().strip();
    }

    private String quoted(long startLine, long startColumn) throws IOException {
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
            append();
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

    private void append() throws IOException {
        if (text.length() == LARGEST_CELL) {
            throw problem(
                    line,
                    column,
                    "this cell is longer than the " + LARGEST_CELL
                            + " characters that are possible; is it really a csv file, and is a quote missing?");
        }
        if (++inRow > LARGEST_ROW) {
            throw problem(line, column, "this row is longer than the " + LARGEST_ROW + " characters that are possible");
        }
        text.append((char) current);
        advance();
    }

    private void advance() throws IOException {
        int last = current;
        current = next();
        // \n, \r\n and a single \r each end one line
        if (last == '\n' || last == '\r' && current != '\n') {
            line++;
            column = 1;
        } else if (last != '\r') {
            column++;
        }
    }

    private int next() throws IOException {
        try {
            int next = in.read();
            if (next == 0) {
                throw problem(line, column, "a zero byte follows, which no text has; is it really a csv file?");
            }
            return next;
        } catch (CharacterCodingException malformed) {
            throw new DataException(
                    file + ":" + line + ":" + column + ": what follows is not UTF-8 text; convert it", malformed);
        }
    }

    DataException problem(long atLine, long atColumn, String message) {
        return new DataException(file + ":" + atLine + ":" + atColumn + ": " + message);
    }
}
