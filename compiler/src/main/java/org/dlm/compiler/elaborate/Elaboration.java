package org.dlm.compiler.elaborate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.graph.GraphBuilder;
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

    /** One call on the way: what is called, as which instance, and where. */
    record Frame(String callable, String instance, Span callSite) {}

    /** Where the text is read, and how what is made is called. */
    record Mark(Optional<Span> here, String naming) {}

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
    private List<String> path = List.of();
    private final List<Registry.Owned> knownParameters;
    private final boolean parametersComplete;
    private boolean parametersAsked;
    private Optional<Columns> columns = Optional.empty();
    private int draws;
    private int silent;

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
        this.graph = graph;
        this.library = library;
        this.sink = sink;
        this.mode = mode;
        this.tensors = new Tensors(graph, indices, this::origin);
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
    }

    /** The place and name up to here, to go back to after a call. */
    Mark mark() {
        return new Mark(here, naming);
    }

    void backTo(Mark mark) {
        here = mark.here();
        naming = mark.naming();
    }

    Origin origin() {
        return new Origin(here.orElseThrow(), path, naming);
    }

    List<String> path() {
        return path;
    }

    void enter(Frame frame, List<String> newPath) {
        if (frames.size() >= DEEPEST_CALL) {
            throw error(
                    DiagnosticId.RECURSION_TOO_DEEP,
                    frame.callSite(),
                    frame.callable() + " is called " + DEEPEST_CALL
                            + " calls deep; a compile-time condition must end it");
        }
        frames.push(frame);
        path = newPath;
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

    /** Runs an attempt whose diagnostics nobody shall see: it only finds out the ranges of indices. */
    void silently(Runnable attempt) {
        silent++;
        try {
            attempt.run();
        } catch (ElaborationException | IllegalArgumentException | ArithmeticException expected) {
            // The real run meets the same fault and reports it.
        } finally {
            silent--;
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
        for (Frame frame : frames) {
            notes.add(Note.at(frame.callSite(), "in " + frame.instance() + " (" + frame.callable() + ")"));
        }
        Diagnostic diagnostic = Diagnostic.error(id, shown, message);
        for (Note note : notes) {
            diagnostic = diagnostic.with(note);
        }
        return diagnostic;
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
