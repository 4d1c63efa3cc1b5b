package org.dlm.compiler.elaborate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.KindMismatch;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.source.Span;

/**
 * The state of one elaboration: the graph that grows, the place in the text, and the chain of calls through which it was reached. An
 * error raised anywhere below names that chain.
 */
final class Elaboration {
    /** Deepest nesting of calls; layers may call themselves only under a condition that ends. */
    static final int DEEPEST_CALL = 100;

    /** A message with a longer chain of calls is not read. */
    private static final int MOST_NOTES = 20;

    /** One call on the way: what is called, as which instance, and where. */
    record Frame(Declaration.Kind kind, String callable, String instance, Span callSite) {}

    /** Where the text is read, and how what is made is called. */
    record Mark(Optional<Span> here, String naming, String lifted) {}

    private final GraphBuilder graph;
    private final Library library;
    private final DiagnosticSink sink;
    private final Mode mode;
    private final Indices indices = new Indices();
    private final Tensors tensors;
    private final Registry registry = new Registry();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<Op, Boolean> perExample = new HashMap<>();
    private Optional<Span> here = Optional.empty();
    private String naming = "";
    private String lifted = "";
    private List<String> path = List.of();
    private final List<Registry.Owned> knownParameters;
    private final boolean parametersComplete;
    private boolean parametersAsked;
    private Optional<Columns> columns = Optional.empty();
    private int draws;
    private final Budget budget = new Budget();
    private final Set<Declaration.Const> underway = new LinkedHashSet<>();
    private final Map<Declaration.Const, Value> constants = new IdentityHashMap<>();
    private int silent;
    private boolean again;

    Elaboration(GraphBuilder graph, Library library, DiagnosticSink sink, Mode mode) {
        this(graph, library, sink, mode, Optional.empty());
    }

    /** @param parameters all parameters of the model, where an earlier elaboration has found them */
    Elaboration(
            GraphBuilder graph,
            Library library,
            DiagnosticSink sink,
            Mode mode,
            Optional<List<Registry.Owned>> parameters) {
        this.knownParameters = parameters.orElse(List.of());
        this.parametersComplete = parameters.isPresent();
        this.graph = graph.admitting(this::admit);
        this.library = library;
        this.sink = sink;
        this.mode = mode;
        this.tensors = new Tensors(this.graph, indices, this::origin, gate());
    }

    /** What {@code params(pattern)} chooses from; complete only in a second elaboration. */
    List<Registry.Owned> knownParameters() {
        parametersAsked = true;
        return knownParameters;
    }

    /** Where the columns of a data block are collected; empty outside data blocks. */
    Optional<Columns> columns() {
        return columns;
    }

    void collectInto(Columns collector) {
        columns = Optional.of(collector);
    }

    boolean parametersComplete() {
        return parametersComplete;
    }

    boolean parametersAsked() {
        return parametersAsked;
    }

    GraphBuilder graph() {
        return graph;
    }

    Library library() {
        return library;
    }

    Mode mode() {
        return mode;
    }

    Indices indices() {
        return indices;
    }

    Tensors tensors() {
        return tensors;
    }

    Registry registry() {
        return registry;
    }

    /** Ops made from here on come from this place and bear this name. */
    void at(Span span, String name) {
        here = Optional.of(span);
        naming = name;
        lifted = "";
    }

    /** The same where a function is applied to each element, and its calls are over before there is an op. */
    void lifting(Span span, String function) {
        at(span, function);
        lifted = function;
    }

    /** The place and name up to here, to go back to after a call. */
    Mark mark() {
        return new Mark(here, naming, lifted);
    }

    void backTo(Mark mark) {
        here = mark.here();
        naming = mark.naming();
        lifted = mark.lifted();
    }

    Origin origin() {
        Span span = here.orElseThrow();
        return new Origin(span, path, naming, new Origin.Call(function(), site(span)));
    }

    /** What the innermost layer, or the model, has called. */
    private String function() {
        String function = lifted;
        for (Frame frame : frames) {
            if (frame.kind() == Declaration.Kind.LAYER) {
                break;
            }
            function = frame.callable();
        }
        return function;
    }

    /** The innermost place on the way here that users wrote. */
    private Span site(Span span) {
        Span site = span;
        for (Frame frame : frames) {
            if (!library(site)) {
                break;
            }
            site = frame.callSite();
        }
        return site;
    }

    List<String> path() {
        return path;
    }

    void enter(Frame frame, List<String> newPath) {
        if (frames.size() >= DEEPEST_CALL) {
            throw error(
                    DiagnosticId.RECURSION_TOO_DEEP,
                    frame.callSite(),
                    frame.callable() + " is called " + DEEPEST_CALL + " calls deep" + circle(frame)
                            + "; a compile-time condition must end it");
        }
        frames.push(frame);
        path = newPath;
    }

    /** The names on the way from the last call of the same declaration to this one, where there was one. */
    private String circle(Frame frame) {
        List<String> names = new ArrayList<>(List.of(frame.callable()));
        for (Frame earlier : frames) {
            names.addFirst(earlier.callable());
            if (earlier.callable().equals(frame.callable())) {
                return " (" + String.join(" -> ", names) + ")";
            }
        }
        return "";
    }

    void leave(List<String> oldPath) {
        frames.pop();
        path = oldPath;
    }

    int nextDraw() {
        return draws++;
    }

    int draws() {
        return draws;
    }

    void resetDraws(int count) {
        draws = count;
    }

    // ---- constants

    /** The value of a constant, computed once. One that needs itself is reported with the circle. */
    Value constant(Declaration.Const declaration, Span use, Supplier<Value> value) {
        Value known = constants.get(declaration);
        if (known != null) {
            return known;
        }
        if (!underway.add(declaration)) {
            throw circle(declaration, use);
        }
        try {
            Value computed = value.get();
            constants.put(declaration, computed);
            return computed;
        } finally {
            underway.remove(declaration);
        }
    }

    /** Always told from the first of them in the text, so that each circle is one diagnostic. */
    private ElaborationException circle(Declaration.Const declaration, Span use) {
        List<Declaration.Const> all = List.copyOf(underway);
        List<Declaration.Const> circle = new ArrayList<>(all.subList(all.indexOf(declaration), all.size()));
        Declaration.Const first = Collections.min(
                circle,
                Comparator.comparing((Declaration.Const constant) ->
                                constant.span().file().path())
                        .thenComparing(constant -> constant.span().start()));
        Collections.rotate(circle, -circle.indexOf(first));
        String names = Stream.concat(circle.stream().limit(MOST_NOTES), Stream.of(first))
                .map(Elaboration::name)
                .collect(Collectors.joining(" -> "));
        Diagnostic diagnostic = Diagnostic.error(
                DiagnosticId.CIRCULAR_DEFINITION,
                first.names().getFirst().span(),
                "the constant " + name(first) + " is defined by itself: " + names);
        for (Declaration.Const constant :
                circle.stream().skip(1).limit(MOST_NOTES).toList()) {
            diagnostic =
                    diagnostic.with(Note.at(constant.names().getFirst().span(), name(constant) + " is defined here"));
        }
        return new ElaborationException(diagnostic
                .with(Note.at(use, "needed again here"))
                .withSuggestion("give one of them a value of its own"));
    }

    private static String name(Declaration.Const constant) {
        return constant.names().getFirst().text();
    }

    // ---- limits

    Budget budget() {
        return budget;
    }

    /** The diagnostic of arithmetic on whole numbers that left the range of an int. */
    ElaborationException tooLarge(Span span, ArithmeticException overflow) {
        String result = overflow instanceof IntOverflowException known ? " is " + known.value() + ", which" : "";
        return error(
                DiagnosticId.BAD_NUMBER,
                span,
                Words.shortened(span.text()) + result + " does not fit in an int; an int is at least "
                        + Integer.MIN_VALUE + " and at most " + Integer.MAX_VALUE);
    }

    /** The diagnostic of a value of another kind than the one that is needed. */
    ElaborationException mismatch(Span span, KindMismatch mismatch) {
        return error(
                DiagnosticId.TYPE_MISMATCH,
                span,
                "in " + Words.shortened(span.text()) + " " + mismatch.getMessage()
                        + "; where(condition, 1, 0) makes a number of a condition");
    }

    /** Counts one step at a place; ends everything where there were too many. */
    void step(Span span) {
        budget.step().ifPresent(excess -> end(span, excess));
    }

    /** Counts the elements of a list before it is made. */
    void list(long length, Span span) {
        budget.list(length).ifPresent(excess -> end(span, excess));
    }

    private void end(Span span, Budget.Excess excess) {
        if (!budget.end()) {
            throw ElaborationException.poisoned();
        }
        throw new ElaborationException(
                diagnostic(DiagnosticId.BUDGET_EXCEEDED, span, "compiling stops here: it may take " + excess.counted())
                        .withSuggestion(excess.cure()));
    }

    /** The gate for new ops: of a size that an array can hold, with a formula and places that code can be made of. */
    private void admit(Op op) {
        Span span = origin().span();
        Budget.ops(graph.size() + 1).ifPresent(excess -> end(span, excess));
        if (!op.type().fitsArray()) {
            throw error(
                    DiagnosticId.TENSOR_TOO_LARGE,
                    span,
                    named(op) + " is " + op.type() + ", which has " + op.type().exactElements()
                            + " elements; a tensor has at most " + Integer.MAX_VALUE);
        }
        OpLimits.tooFar(op).ifPresent(place -> {
            throw error(
                    DiagnosticId.BAD_NUMBER,
                    span,
                    "a place in the formula of " + named(op) + " does not fit in an int, which holds at most "
                            + Integer.MAX_VALUE);
        });
    }

    private static String named(Op op) {
        return op.kind() instanceof OpKind.Source source
                ? source.name()
                : op.origin().name().isEmpty()
                        ? "a value computed here"
                        : "a value computed for " + op.origin().name();
    }

    private Tensors.Gate gate() {
        return new Tensors.Gate() {
            @Override
            public void dimensions(int count) {
                admitRank(count);
            }

            @Override
            public void formula(Scalar body) {
                admitFormula(body);
            }
        };
    }

    private void admitFormula(Scalar body) {
        if (OpLimits.longer(body, Budget.MOST_PARTS)) {
            throw new ElaborationException(diagnostic(
                            DiagnosticId.BUDGET_EXCEEDED,
                            origin().span(),
                            "one formula is made here of more than " + Budget.MOST_PARTS + " operations")
                    .withSuggestion("give names to parts of it, or read a long list as data"));
        }
    }

    private void admitRank(int rank) {
        if (rank > Budget.MOST_DIMENSIONS) {
            throw error(
                    DiagnosticId.TENSOR_TOO_LARGE,
                    origin().span(),
                    "a tensor of " + rank + " dimensions is made here; it has at most " + Budget.MOST_DIMENSIONS);
        }
    }

    /** Runs an attempt whose diagnostics nobody shall see: it only finds out the ranges of indices. */
    Optional<ElaborationException> silently(Runnable attempt) {
        silent++;
        try {
            attempt.run();
        } catch (ElaborationException expected) {
            if (budget.exhausted()) {
                throw expected;
            }
            // The real run meets the same fault and reports it.
            return Optional.of(expected);
        } catch (IllegalArgumentException | ArithmeticException expected) {
            // As above.
        } finally {
            silent--;
        }
        return Optional.empty();
    }

    /** Repeats, while something runs on trial, what failed there; what fails inside of it is not repeated. */
    <T> T again(ElaborationException failure, Supplier<T> attempt) {
        if (again) {
            throw failure;
        }
        again = true;
        try {
            return attempt.get();
        } finally {
            again = false;
        }
    }

    boolean isSilent() {
        return silent > 0;
    }

    void report(ElaborationException failure) {
        failure.diagnostic().ifPresent(this::report);
    }

    void report(Diagnostic diagnostic) {
        if (silent == 0) {
            sink.report(diagnostic);
        }
    }

    /**
     * A diagnostic with the chain of calls. A fault found inside the library is shown at the user's own line, with a note about the
     * library's.
     */
    ElaborationException error(DiagnosticId id, Span span, String message) {
        return new ElaborationException(diagnostic(id, span, message));
    }

    Diagnostic diagnostic(DiagnosticId id, Span span, String message) {
        Span shown = span;
        List<Note> notes = new ArrayList<>();
        if (library(span)) {
            for (Frame frame : frames) {
                if (!library(frame.callSite())) {
                    shown = frame.callSite();
                    notes.add(Note.at(span, "found in " + span.file().path() + ": " + firstLine(span)));
                    break;
                }
            }
        }
        notes.addAll(chain());
        Diagnostic diagnostic = Diagnostic.error(id, shown, message);
        for (Note note : notes) {
            diagnostic = diagnostic.with(note);
        }
        return diagnostic;
    }

    /** The calls, the innermost first; of a recursion that is long, each place once. */
    private List<Note> chain() {
        Map<Span, Integer> places = new LinkedHashMap<>();
        List<Note> notes = new ArrayList<>();
        int left = 0;
        for (Frame frame : frames) {
            int times = frames.size() > MOST_NOTES ? places.merge(frame.callSite(), 1, Integer::sum) : 1;
            if (times == 1 && notes.size() < MOST_NOTES) {
                notes.add(Note.at(frame.callSite(), "in " + frame.instance() + " (" + frame.callable() + ")"));
            } else {
                left++;
            }
        }
        if (left > 0) {
            notes.add(Note.at(frames.getLast().callSite(), "and " + left + " calls more, begun here"));
        }
        return notes;
    }

    /** Whether a value differs by example, as far as its body tells. */
    boolean perExample(Scalar body) {
        return body.loads().stream().anyMatch(load -> perExample(load.source()));
    }

    /** Operands first, without recursion: networks are deep. */
    boolean perExample(Op op) {
        if (perExample.containsKey(op)) {
            return perExample.get(op);
        }
        Deque<Op> open = new ArrayDeque<>(List.of(op));
        while (!open.isEmpty()) {
            Op next = open.peek();
            List<Op> unknown = next.operands().stream()
                    .filter(operand -> !perExample.containsKey(operand))
                    .toList();
            if (unknown.isEmpty()) {
                open.pop();
                perExample.put(next, ownPerExample(next));
            } else {
                unknown.forEach(open::push);
            }
        }
        return perExample.get(op);
    }

    private boolean ownPerExample(Op op) {
        return switch (op.kind()) {
            case OpKind.Source source -> source.perExample();
            case OpKind.Draw draw -> draw.perExample();
            case OpKind.Indexed indexed ->
                indexed.reduced().stream().noneMatch(a -> a.extent().isBatch())
                        && op.operands().stream().anyMatch(perExample::get);
            case OpKind.ScatterAdd scatter -> op.operands().stream().anyMatch(perExample::get);
            case OpKind.Reshape reshape -> perExample.get(reshape.source());
        };
    }

    private static boolean library(Span span) {
        return span.file().path().startsWith("std/");
    }

    private static String firstLine(Span span) {
        return span.file().lineText(span.line()).strip();
    }
}
