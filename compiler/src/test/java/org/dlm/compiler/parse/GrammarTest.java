package org.dlm.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.format.AstPrinter;
import org.dlm.compiler.source.Fixtures;
import org.dlm.compiler.source.SourceFile;
import org.dlm.grammar.DlmLexer;
import org.dlm.grammar.DlmParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The grammar reads all fixtures, gives each text one meaning, and gives line ends none. */
class GrammarTest {
    static List<SourceFile> fixtures() {
        return Fixtures.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void reads_without_a_message(SourceFile file) {
        DiagnosticCollector collector = new DiagnosticCollector();
        FileUnit unit = org.dlm.compiler.parse.Parser.parse(file, collector);
        assertEquals(List.of(), collector.diagnostics());
        assertEquals(declarationWords(file), unit.declarations().size());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void has_one_reading_in_exact_full_context_mode(SourceFile file) {
        DlmParser parser = new DlmParser(new CommonTokenStream(new DlmLexer(CharStreams.fromString(file.text()))));
        parser.removeErrorListeners();
        parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
        Findings findings = new Findings();
        parser.addErrorListener(findings);
        parser.file();
        assertEquals(List.of(), findings.texts);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void means_the_same_with_any_line_ends(SourceFile file) {
        List<String> tokens = visibleTokens(file);
        String oneLine = ast(String.join(" ", tokens));
        assertEquals(oneLine, ast(String.join("\n", tokens)));
        assertEquals(oneLine, withoutDocs(ast(file.text())));
    }

    /** The fixtures have each declaration at the begin of a line. */
    private static long declarationWords(SourceFile file) {
        return file.text()
                .lines()
                .filter(line -> line.matches("(const|fn|layer|model|optimizer|schedule|init|train) .*"))
                .filter(line -> !line.startsWith("model.layer"))
                .count();
    }

    private static List<String> visibleTokens(SourceFile file) {
        return new DlmLexer(CharStreams.fromString(file.text()))
                .getAllTokens().stream()
                        .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                        .map(token -> token.getText())
                        .toList();
    }

    private static String ast(String text) {
        DiagnosticCollector collector = new DiagnosticCollector();
        FileUnit unit = org.dlm.compiler.parse.Parser.parse(new SourceFile("joined.dlm", text), collector);
        assertEquals(List.of(), collector.diagnostics());
        return AstPrinter.print(unit);
    }

    private static String withoutDocs(String ast) {
        return Stream.of(ast.split("\n"))
                .filter(line -> !line.strip().startsWith("doc: "))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static final class Findings extends BaseErrorListener {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                Object offending,
                int line,
                int column,
                String message,
                RecognitionException fault) {
            texts.add(line + ":" + column + " " + message);
        }

        @Override
        public void reportAmbiguity(
                Parser parser, DFA dfa, int start, int stop, boolean exact, BitSet readings, ATNConfigSet configs) {
            Token token = parser.getTokenStream().get(start);
            texts.add(token.getLine() + ": rule " + parser.getRuleNames()[dfa.atnStartState.ruleIndex] + " readings "
                    + readings);
        }
    }
}
