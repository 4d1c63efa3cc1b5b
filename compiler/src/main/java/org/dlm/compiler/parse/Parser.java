package org.dlm.compiler.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.source.SourceFile;
import org.dlm.grammar.DlmLexer;
import org.dlm.grammar.DlmParser;

/**
 * Reads one file. A good text is read once in ANTLR's fast mode; only where that fails is it read again in the exact mode,
 * which decides whether the text is wrong and finds all places.
 */
public final class Parser {
    private Parser() {}

    /** The declarations of the file without those that have syntax errors, which are reported. */
    public static FileUnit parse(SourceFile file, DiagnosticSink sink) {
        CommonTokenStream tokens = tokens(file);
        Places places = new Places(file);
        List<Diagnostic> found = new ArrayList<>();
        AstBuilders builders = new AstBuilders(places, new DocComments(tokens), found::add);
        FileUnit unit = tree(tokens, places, found::add)
                .map(builders.declarations()::file)
                .orElseGet(() -> AstBuilders.emptyFile(file));
        found.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
        found.forEach(sink::report);
        return unit;
    }

    private static Optional<DlmParser.FileContext> tree(CommonTokenStream tokens, Places places, DiagnosticSink sink) {
        Optional<Token> tooDeep = NestingLimit.firstTooDeep(tokens.getTokens());
        if (tooDeep.isPresent()) {
            new SyntaxErrors(tokens, places, sink).reportTooDeep(tooDeep.get());
            return Optional.empty();
        }
        try {
            return Optional.of(readFast(tokens));
        } catch (ParseCancellationException notReadFast) {
            tokens.seek(0);
            return readExactly(tokens, places, sink);
        }
    }

    private static DlmParser.FileContext readFast(CommonTokenStream tokens) {
        DlmParser parser = parser(tokens);
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new BailErrorStrategy());
        return parser.file();
    }

    private static Optional<DlmParser.FileContext> readExactly(
            CommonTokenStream tokens, Places places, DiagnosticSink sink) {
        DlmParser parser = parser(tokens);
        SyntaxErrors errors = new SyntaxErrors(tokens, places, sink);
        parser.getInterpreter().setPredictionMode(PredictionMode.LL);
        parser.setErrorHandler(new ResynchronizingStrategy(errors));
        try {
            return Optional.of(parser.file());
        } catch (NestingLimit.Exceeded tooDeep) {
            errors.reportTooDeep(parser.getCurrentToken());
            return Optional.empty();
        }
    }

    private static DlmParser parser(CommonTokenStream tokens) {
        DlmParser parser = new DlmParser(tokens);
        parser.removeErrorListeners();
        parser.addParseListener(new NestingLimit());
        return parser;
    }

    private static CommonTokenStream tokens(SourceFile file) {
        DlmLexer lexer = new DlmLexer(CharStreams.fromString(file.text(), file.path()));
        lexer.removeErrorListeners();
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        return tokens;
    }
}
