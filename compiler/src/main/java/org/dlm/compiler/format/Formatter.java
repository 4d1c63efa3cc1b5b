package org.dlm.compiler.format;

import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.source.SourceFile;

/**
 * The canonical layout of a file. Which lines exist follows from the AST; from the text come comments, empty lines (one at
 * most) and the spelling of numbers. So a file with syntax errors must not be formatted: what could not be read would be
 * missing.
 */
public final class Formatter {
    private static final int WIDTH = 120;

    private Formatter() {}

    public static String format(FileUnit unit) {
        SourceFile source = unit.span().file();
        String text = LayoutPrinter.print(new FileLayout(new SourceComments(source)).file(unit), WIDTH);
        return text.isBlank() ? "" : text;
    }
}
