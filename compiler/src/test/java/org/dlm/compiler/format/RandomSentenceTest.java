package org.dlm.compiler.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Whatever the grammar allows, with comments anywhere: formatting keeps its meaning and comments and is stable. */
class RandomSentenceTest {
    private static final int SENTENCES = 250;
    private static final Pattern COMMENT = Pattern.compile("c\\d+c");

    @Test
    void formatting_keeps_meaning_and_comments_and_is_stable() {
        int compared = 0;
        for (long seed = 0; seed < SENTENCES; seed++) {
            String text = withComments(RandomSentence.declaration(seed), new Random(seed));
            Optional<FileUnit> unit = unit(seed, text);
            if (unit.isPresent()) {
                compare(seed, text, unit.get());
                compared++;
            }
        }
        assertTrue(compared > SENTENCES * 9 / 10, "only " + compared + " sentences have no misplaced label");
    }

    private static void compare(long seed, String text, FileUnit unit) {
        String once = Formatter.format(unit);
        FileUnit again = unit(seed, once).orElseThrow();
        String message = "seed " + seed + "\n" + text + "\n-----\n" + once;
        assertEquals(AstPrinter.print(unit), AstPrinter.print(again), message);
        assertEquals(comments(text), comments(once), message);
        assertEquals(once, Formatter.format(again), message);
    }

    /** Empty if a label stands where no call is, which the grammar allows and the parser refuses. */
    private static Optional<FileUnit> unit(long seed, String text) {
        DiagnosticCollector collector = new DiagnosticCollector();
        FileUnit unit = Parser.parse(new SourceFile("random.dlm", text), collector);
        boolean misplaced = collector.diagnostics().stream()
                .allMatch(diagnostic -> diagnostic.message().contains("so it must follow a call"));
        assertTrue(misplaced, "seed " + seed + ": " + collector.diagnostics() + "\n" + text);
        return collector.hasErrors() ? Optional.empty() : Optional.of(unit);
    }

    private static String withComments(List<String> tokens, Random random) {
        StringBuilder text = new StringBuilder();
        for (String token : tokens) {
            String name = "c" + text.length() + "c";
            switch (random.nextInt(30)) {
                case 0 -> text.append(" // ").append(name).append('\n');
                case 1 -> text.append("\n/// ").append(name).append('\n');
                case 2 -> text.append(" /* ").append(name).append(" */ ");
                case 3 -> text.append("\n/* ").append(name).append("\n   more */\n");
                case 4 -> text.append("\n\n");
                case 5, 6 -> text.append('\n');
                default -> text.append(' ');
            }
            text.append(token);
        }
        return text.append('\n').toString();
    }

    private static List<String> comments(String text) {
        return COMMENT.matcher(text)
                .results()
                .map(result -> result.group())
                .sorted()
                .toList();
    }
}
