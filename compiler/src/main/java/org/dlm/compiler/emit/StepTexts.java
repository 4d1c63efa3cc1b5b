package org.dlm.compiler.emit;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.FormulaPrinter;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.optimize.FusionGroup;
import org.dlm.compiler.source.Span;

/** Names and explains the steps of one program. */
final class StepTexts {
    /** A longer formula is not read. */
    private static final int LONGEST = 600;

    private final Graph graph;
    private final ValueNames values;
    private final Map<Op, String> numbers = new HashMap<>();

    StepTexts(ProgramPlan program) {
        graph = program.graph();
        values = new ValueNames(graph, program.stated());
        Names names = new Names();
        for (Op op : graph.ops()) {
            if (op.type().element() == ElementType.NUMBER && op.equals(op.root())) {
                numbers.put(op, names.fresh(numberWish(op)));
            }
        }
    }

    /** Of a step that runs. */
    StepText of(ProgramStep step) {
        return switch (step) {
            case ProgramStep.KernelCall call -> of(call);
            case ProgramStep.Draw draw -> of(draw);
            case ProgramStep.Number number ->
                throw new IllegalStateException("this is a bug in dlmc: a number is no step: " + number.op());
        };
    }

    StepText of(ProgramStep.KernelCall call) {
        FusionGroup group = call.group();
        Kernel kernel = call.kernel().plain();
        Map<Op, String> called = called(group, kernel);
        return new StepText(
                name(group),
                kernel.operands().stream().map(Operand::op).map(called::get).toList(),
                kernel.numbers().stream().map(this::number).toList(),
                formulas(group, called),
                List.of(shapes(kernel, called)),
                places(group),
                summary(group.ops().getLast()),
                site(group.ops().getLast()));
    }

    StepText of(ProgramStep.Draw draw) {
        return new StepText(values.of(draw.op()), List.of(), List.of(), summary(draw.op()), site(draw.op()));
    }

    /** The name of a run-time number. */
    String number(Op number) {
        return numbers.get(number.root());
    }

    /** That of its result or source, else the function's that needs it. */
    private String numberWish(Op op) {
        if (op.kind() instanceof OpKind.Source source) {
            return Names.camel(source.name());
        }
        Optional<String> result = graph.results().stream()
                .filter(each -> each.op() == op)
                .map(Graph.Result::name)
                .findFirst();
        String function = op.origin().call().function();
        return result.map(Names::camel)
                .orElseGet(() -> Names.camel(function.isEmpty() ? values.of(op) : function, "factor"));
    }

    /** {@code conv1: float[batch, 6, 28, 28]; lenet5.dlm:9}. */
    private String summary(Op op) {
        return values.of(op) + ": " + op.type() + "; " + site(op);
    }

    private static String site(Op op) {
        return place(op.origin().call().site());
    }

    private String name(FusionGroup group) {
        Optional<Graph.Update> update = graph.updates().stream()
                .filter(each -> group.ops().contains(each.value().root()))
                .filter(each ->
                        each.target().kind() instanceof OpKind.Source source && source.role() == OpKind.Role.PARAMETER)
                .findFirst();
        if (update.isPresent()) {
            String optimizer = update.get().value().root().origin().call().function();
            return Names.camel(optimizer.isEmpty() ? "next" : optimizer, source(update.get()));
        }
        Op first = group.ops().getFirst();
        Op last = group.ops().getLast();
        boolean ofLayer = !first.origin().instances().isEmpty() && !ValueNames.isAdjoint(last);
        if (group.kind() == FusionGroup.Kind.REDUCTION && ofLayer) {
            return values.finishLayer(group.ops()) ? values.layer(first) : values.of(first);
        }
        return values.of(last) + (isOfBatch(group) ? "OfBatch" : "");
    }

    /** Whether a loss, which is one value of each example elsewhere, is joined over the examples here. */
    private boolean isOfBatch(FusionGroup group) {
        Op last = group.ops().getLast();
        return !last.type().batched()
                && graph.results().stream()
                        .anyMatch(result -> result.role() == Graph.ResultRole.LOSS && result.op() == last);
    }

    private static String source(Graph.Update update) {
        return ((OpKind.Source) update.target().kind()).name();
    }

    private List<String> formulas(FusionGroup group, Map<Op, String> called) {
        FormulaPrinter formulas = new FormulaPrinter(op -> called.containsKey(op) ? called.get(op) : any(op));
        return group.ops().stream().map(op -> shortened(formulas.print(op))).toList();
    }

    private static String shapes(Kernel kernel, Map<Op, String> called) {
        return shortened(kernel.operands().stream()
                .map(operand -> called.get(operand.op()) + ": " + operand.op().type())
                .distinct()
                .collect(Collectors.joining("; ")));
    }

    /** How a kernel calls its arrays, and, as the text does, what stays in registers: no two alike. */
    private Map<Op, String> called(FusionGroup group, Kernel kernel) {
        Map<Op, String> called = new HashMap<>();
        Names names = KernelNames.free();
        for (Operand operand : kernel.operands()) {
            String name = names.fresh(values.of(operand.op()));
            names.fresh(name + "At");
            called.put(operand.op(), name);
        }
        for (Op op : group.ops()) {
            if (!called.containsKey(op)) {
                called.put(op, names.fresh(Names.camel(op.origin().name())));
            }
        }
        return called;
    }

    private String any(Op op) {
        return op.type().element() == ElementType.NUMBER ? number(op) : values.of(op);
    }

    /** The lines of the text that the group computes; of copies and adjoints the place alone, since the line tells of others. */
    private List<String> places(FusionGroup group) {
        Set<String> lines = new LinkedHashSet<>();
        for (Op op : group.ops()) {
            Origin origin = op.origin();
            boolean own = !ValueNames.isAdjoint(op) && LayoutCopy.of(op).isEmpty();
            Span site = origin.call().site();
            lines.add(
                    own
                            ? place(site) + ": " + line(site)
                            : ValueNames.isAdjoint(op)
                                    ? "backward of " + place(site) + ": " + line(site)
                                    : place(site));
            if (own && !origin.span().equals(origin.call().site())) {
                lines.add(place(origin.span()) + ": " + line(origin.span()));
            }
        }
        return List.copyOf(lines);
    }

    private static String place(Span span) {
        return span.file().path() + ":" + span.line();
    }

    private static String line(Span span) {
        return span.file().lineText(span.line()).strip();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
    }
}
