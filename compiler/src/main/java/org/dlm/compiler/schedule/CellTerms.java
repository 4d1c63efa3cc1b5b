package org.dlm.compiler.schedule;

import java.util.List;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.lower.Sharing;
import org.dlm.compiler.lower.Variables;

/** One term for each cell of a tile, operands that several cells share being loaded once. */
final class CellTerms {
    private final Sharing sharing;
    private final List<List<Expression>> terms;

    CellTerms(List<Expression> factors, List<TileCell> cells, Variables variables) {
        sharing = new Sharing(variables);
        terms = cells.stream()
                .map(cell -> factors.stream()
                        .map(factor -> factor.substitute(cell.places()))
                        .toList())
                .toList();
        terms.forEach(term -> term.forEach(sharing::count));
    }

    /**
     * The factors of a cell's term; cells are asked for in order.
     *
     * @param before takes the declarations of what this cell is the first to use
     */
    List<Expression> of(int cell, List<Statement> before) {
        return terms.get(cell).stream()
                .map(factor -> sharing.replace(factor, before))
                .toList();
    }
}
