package org.dlm.compiler.elaborate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.ListItem;
import org.dlm.compiler.ast.Stage;
import org.dlm.compiler.ast.Subscript;

/** Which plain values an expression reads, inner indices aside. */
final class Names {
    private Names() {}

    static Set<String> read(Expr expression) {
        Set<String> names = new LinkedHashSet<>();
        collect(expression, names);
        return names;
    }

    private static void collect(Expr expression, Set<String> names) {
        switch (expression) {
            case Expr.NameRef name -> names.add(name.name());
            case Expr.Unary unary -> collect(unary.operand(), names);
            case Expr.Binary binary -> {
                collect(binary.left(), names);
                collect(binary.right(), names);
            }
            case Expr.Call call -> call.arguments().forEach(a -> collect(a.value(), names));
            case Expr.Pipe pipe -> {
                collect(pipe.input(), names);
                for (Stage stage : pipe.stages()) {
                    for (Argument argument : stage.arguments()) {
                        collect(argument.value(), names);
                    }
                }
            }
            case Expr.Member member -> collect(member.object(), names);
            case Expr.Index index -> {
                collect(index.object(), names);
                index.subscripts().forEach(s -> collect(s, names));
                index.otherwise().ifPresent(o -> collect(o, names));
            }
            case Expr.Reduction reduction -> {
                Set<String> inner = new LinkedHashSet<>();
                collect(reduction.body(), inner);
                reduction.binders().forEach(b -> inner.remove(b.name().text()));
                reduction.binders().forEach(b -> b.limit().ifPresent(l -> collect(l, inner)));
                names.addAll(inner);
                if (reduction.binders().stream().anyMatch(b -> b.name().text().equals("batch"))) {
                    names.add("batch");
                }
            }
            case Expr.Tuple tuple -> tuple.elements().forEach(e -> collect(e, names));
            case Expr.ListExpr list ->
                list.items().stream().map(ListItem::value).forEach(e -> collect(e, names));
            case Expr.Scan scan -> names.add("scan " + scan.index().text());
            case Expr.IntLiteral literal -> {}
            case Expr.FloatLiteral literal -> {}
            case Expr.StringLiteral literal -> {}
            case Expr.BoolLiteral literal -> {}
        }
    }

    private static void collect(Subscript subscript, Set<String> names) {
        List<Expr> parts = switch (subscript) {
            case Subscript.At at -> List.of(at.index());
            case Subscript.Spread spread -> List.of(spread.indices());
            case Subscript.Part part ->
                java.util.stream.Stream.concat(part.from().stream(), part.to().stream())
                        .toList();
            case Subscript.Rest rest -> List.of();
        };
        parts.forEach(e -> collect(e, names));
    }
}
