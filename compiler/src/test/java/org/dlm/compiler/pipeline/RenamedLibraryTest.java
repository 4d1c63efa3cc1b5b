package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Stage;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;
import org.dlm.compiler.source.StandardLibrary;
import org.junit.jupiter.api.Test;

/**
 * The compiler knows no layer, activation, loss, optimizer, initialiser or schedule by name: with every declaration of the
 * library under another name, in the library and in the model, the generated code is the same.
 *
 * <p>What the user meets by name stays comparable: every layer has a label, so that paths do not tell what it is, and the new
 * names are the old ones with a mark in front, which is taken out of the generated text again (comments show source lines,
 * locals are called after what they hold). A name that the compiler knew would make the rest differ.
 */
class RenamedLibraryTest {
    private static final String MARK = "zz";
    private static final Pattern MARKED_CAPITAL = Pattern.compile("Zz(.)");

    private static final String MODEL = """
            package nets

            model Small(classes: int = 4) {
              input  image: float[2, 9, 9]
              target label: class[classes]

              a = image -> conv(3, kernel = 3, padding = same, weights = glorot) as one -> batchNorm as two -> relu
              b = a -> maxPool(2) -> conv(4, kernel = 2) as three -> leakyRelu(0.1) -> avgPool(2, stride = 1)
              c = b -> flatten -> dense(7) as four -> dropout(0.3) -> sigmoid
              logits = c -> dense(classes) as five

              output probability = softmax(logits)
              loss   total    = crossEntropy(logits, label) + 1e-3 * l2("**/W") + 0.1 * mse(c, 0.5 * c)
              metric accuracy = correct(logits, label)
            }

            train Small {
              hyper lr: float = 1e-2 in log(1e-5 .. 1)
              data { image = idx("images")   label = idx("labels") }
              clip = globalNorm(1.0)
              minimize total
                using momentum(lr * warmup(5), 0.8) over "five/**"
                using adam(lr * cosine(skip = 5) * stairs(2))
            }
            """;

    @Test
    void a_library_under_other_names_gives_the_same_code() {
        List<SourceFile> library = StandardLibrary.files();
        SourceFile model = new SourceFile("small.dlm", MODEL);
        Set<String> names = declaredNames(library);
        List<SourceFile> renamedLibrary =
                library.stream().map(file -> renamed(file, names)).toList();
        SourceFile renamedModel = renamed(model, names);
        assertFalse(renamedModel.text().contains(" conv("), renamedModel.text());

        List<GeneratedFile> expected = compile(model, library);
        List<GeneratedFile> actual = compile(renamedModel, renamedLibrary);
        assertEquals(paths(expected), paths(actual));
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(
                    comparable(expected.get(i)),
                    comparable(actual.get(i)),
                    expected.get(i).path());
        }
    }

    @Test
    void the_names_of_the_library_are_gone() {
        Set<String> names = declaredNames(StandardLibrary.files());
        assertTrue(names.containsAll(
                Set.of("conv", "relu", "adam", "crossEntropy", "he", "cosine", "same", "globalNorm")));
        DiagnosticCollector problems = new DiagnosticCollector();
        for (SourceFile file : StandardLibrary.files()) {
            for (Declaration declaration :
                    Parser.parse(renamed(file, names), problems).declarations()) {
                assertTrue(
                        declaration.name().text().startsWith(MARK),
                        () -> declaration.name().text());
            }
        }
        assertEquals(List.of(), problems.diagnostics());
    }

    private static List<GeneratedFile> compile(SourceFile model, List<SourceFile> library) {
        CompileRequest request = new CompileRequest(List.of(model), CompileOptions.DEFAULT);
        CompileResult result = DlmCompiler.compile(request, library, StageListener.NONE);
        assertEquals(List.of(), result.diagnostics());
        assertFalse(result.files().isEmpty());
        return result.files();
    }

    private static List<String> paths(List<GeneratedFile> files) {
        return files.stream().map(GeneratedFile::path).toList();
    }

    /**
     * Without the mark (in {@code oneZzconv} it has moved the capital), the digest, the places where lines are broken, and the
     * numbers that tell equal names apart: {@code sum} and {@code zzsum} need none. For the same reason an accumulator, which is
     * called sum or, beside a value of that name, total, is called sum here.
     */
    private static String comparable(GeneratedFile file) {
        return MARKED_CAPITAL
                .matcher(file.text())
                .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT))
                .replace(MARK, "")
                .replaceAll("sourceHash\\(\"[0-9a-f]+\"\\)", "sourceHash(\"…\")")
                .replaceAll("(?<=[A-Za-z0-9])_[0-9]+\\b", "")
                .replaceAll("(?<=[A-Za-z_])[0-9]+\\b", "")
                .replaceAll("\\R\\s*//   ", " ")
                .replaceAll("\\btotal\\b", "sum")
                .replaceAll("\\s+", "");
    }

    private static Set<String> declaredNames(List<SourceFile> library) {
        Set<String> names = new HashSet<>();
        for (SourceFile file : library) {
            for (Declaration declaration : parse(file).declarations()) {
                names.add(declaration.name().text());
            }
        }
        return names;
    }

    private static FileUnit parse(SourceFile file) {
        return Parser.parse(file, new DiagnosticCollector());
    }

    /** The file with the mark before every declaration of the library and every use of one. */
    private static SourceFile renamed(SourceFile file, Set<String> names) {
        Renaming renaming = new Renaming(names);
        parse(file).declarations().forEach(renaming::declaration);
        StringBuilder text = new StringBuilder(file.text());
        renaming.places.descendingKeySet().forEach(place -> text.insert(place, MARK));
        return new SourceFile(file.path(), text.toString());
    }

    /**
     * Finds where names of the library stand. A name before a parenthesis or after an arrow is a callable; any other one is a
     * value of the declaration that it stands in, unless nothing there has it.
     */
    private static final class Renaming {
        private final Set<String> names;
        private final TreeMap<Integer, String> places = new TreeMap<>();
        private final Set<String> locals = new HashSet<>();

        Renaming(Set<String> names) {
            this.names = names;
        }

        void declaration(Declaration declaration) {
            locals.clear();
            if (!(declaration instanceof Declaration.Train)) {
                mark(declaration.name().span(), declaration.name().text());
                bind(declaration, declaration.name());
            }
            visit(declaration);
        }

        /** Every name that is written as one and not as a reference is bound here, or is a member's or an argument's. */
        private void bind(Object node, Name own) {
            if (node instanceof Name name && name != own) {
                locals.add(name.text());
            }
            parts(node).forEach(part -> bind(part, own));
        }

        private void visit(Object node) {
            switch (node) {
                case Expr.Call call
                when call.callee() instanceof Expr.NameRef callee -> {
                    mark(callee.span(), callee.name());
                    call.arguments().forEach(this::visit);
                }
                case Stage stage
                when stage.target() instanceof Expr.NameRef target -> {
                    mark(target.span(), target.name());
                    stage.arguments().forEach(this::visit);
                }
                case Expr.NameRef reference
                when !locals.contains(reference.name()) -> mark(reference.span(), reference.name());
                default -> parts(node).forEach(this::visit);
            }
        }

        private void mark(Span span, String name) {
            if (names.contains(name)) {
                places.put(span.start(), name);
            }
        }

        /** What a node of the tree is made of. */
        private static List<Object> parts(Object node) {
            List<Object> parts = new ArrayList<>();
            switch (node) {
                case Span span -> {}
                case Record tree -> {
                    for (var component : tree.getClass().getRecordComponents()) {
                        try {
                            parts.add(component.getAccessor().invoke(tree));
                        } catch (ReflectiveOperationException fault) {
                            throw new AssertionError(fault);
                        }
                    }
                }
                case Optional<?> optional -> optional.ifPresent(parts::add);
                case List<?> list -> parts.addAll(list);
                default -> {}
            }
            return parts;
        }
    }
}
