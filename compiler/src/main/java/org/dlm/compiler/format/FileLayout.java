package org.dlm.compiler.format;

import static org.dlm.compiler.format.Layout.hardLine;
import static org.dlm.compiler.format.Layout.row;
import static org.dlm.compiler.format.Layout.text;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.ImportDecl;
import org.dlm.compiler.ast.QualifiedName;
import org.dlm.compiler.source.Span;

/** Lays out one file and holds the layouts of its parts, which need each other: an expression may hold a body. */
final class FileLayout {
    private final BlockLayout blocks;
    private final TypeLayout types = new TypeLayout(this);
    private final ExpressionLayout expressions = new ExpressionLayout(this);
    private final StatementLayout statements = new StatementLayout(this);
    private final RecipeLayout recipes = new RecipeLayout(this);
    private final DeclarationLayout declarations = new DeclarationLayout(this);

    FileLayout(SourceComments comments) {
        this.blocks = new BlockLayout(comments);
    }

    BlockLayout blocks() {
        return blocks;
    }

    TypeLayout types() {
        return types;
    }

    ExpressionLayout expressions() {
        return expressions;
    }

    StatementLayout statements() {
        return statements;
    }

    RecipeLayout recipes() {
        return recipes;
    }

    /** Ends with a line end unless the file is empty. */
    Layout file(FileUnit unit) {
        List<BlockLayout.Construct> constructs = new ArrayList<>();
        unit.packageName().ifPresent(name -> constructs.add(packageLine(name)));
        for (ImportDecl line : unit.imports()) {
            String text = "import " + line.name().text() + (line.all() ? ".*" : "");
            constructs.add(new BlockLayout.Construct(line.span(), text(text)));
        }
        for (Declaration declaration : unit.declarations()) {
            constructs.add(new BlockLayout.Construct(declaration.span(), declarations.declaration(declaration)));
        }
        return row(blocks.outermost(constructs), hardLine());
    }

    /** The AST has the span of the name only; the line begins with the word before it. */
    private static BlockLayout.Construct packageLine(QualifiedName name) {
        Span span = name.span();
        int start = span.file().text().lastIndexOf("package", span.start() - 1);
        return new BlockLayout.Construct(new Span(span.file(), start, span.end()), text("package " + name.text()));
    }
}
