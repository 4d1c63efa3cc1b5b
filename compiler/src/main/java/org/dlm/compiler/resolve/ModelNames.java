package org.dlm.compiler.resolve;

import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Statement;

/** The names by which a recipe reaches into its model. */
record ModelNames(List<Name> ports, List<Name> losses, List<Name> metrics, List<Name> hypers) {
    static ModelNames of(Declaration.Callable model) {
        List<Statement> all = flat(model.body()).toList();
        return new ModelNames(
                all.stream()
                        .filter(Statement.Port.class::isInstance)
                        .map(statement -> ((Statement.Port) statement).name())
                        .toList(),
                exposed(all, Statement.Role.LOSS),
                exposed(all, Statement.Role.METRIC),
                all.stream()
                        .filter(Statement.Hyper.class::isInstance)
                        .map(statement -> ((Statement.Hyper) statement).name())
                        .toList());
    }

    private static List<Name> exposed(List<Statement> all, Statement.Role role) {
        return all.stream()
                .filter(Statement.Exposed.class::isInstance)
                .map(Statement.Exposed.class::cast)
                .filter(exposed -> exposed.role() == role)
                .map(exposed -> exposed.target().name())
                .toList();
    }

    /** With the statements inside conditions and loops. */
    private static Stream<Statement> flat(List<Statement> body) {
        return body.stream().flatMap(statement -> switch (statement) {
            case Statement.If conditional -> Stream.concat(flat(conditional.then()), flat(conditional.otherwise()));
            case Statement.ForRange loop -> flat(loop.body());
            case Statement.ForEach loop -> flat(loop.body());
            default -> Stream.of(statement);
        });
    }
}
