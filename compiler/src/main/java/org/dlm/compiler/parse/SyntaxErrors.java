package org.dlm.compiler.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.PredictionContext;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.grammar.DlmParser;

/** Makes diagnostics of the parser's faults: what was found, what was expected, which bracket is still open. */
final class SyntaxErrors {
    private final CommonTokenStream tokens;
    private final Places places;
    private final DiagnosticSink sink;

    SyntaxErrors(CommonTokenStream tokens, Places places, DiagnosticSink sink) {
        this.tokens = tokens;
        this.places = places;
        this.sink = sink;
    }

    void report(DlmParser parser, RecognitionException fault) {
        Token found = fault.getOffendingToken();
        IntervalSet expected = expected(parser, fault);
        Diagnostic diagnostic = unexpected(found, expected);
        Optional<Token> open = unclosed(declarationStart(parser.getContext()), found);
        if (open.isPresent() && isEndOrClosing(found)) {
            Token bracket = open.get();
            diagnostic = diagnostic.with(Note.at(places.of(bracket), "'" + bracket.getText() + "' is opened here"));
        }
        sink.report(diagnostic);
    }

    void reportUnexpected(Token found, IntervalSet expected) {
        sink.report(unexpected(found, expected));
    }

    private Diagnostic unexpected(Token found, IntervalSet expected) {
        Diagnostic diagnostic = Diagnostic.error(id(found), places.of(found), message(found, expected));
        return suggestion(found, expected).map(diagnostic::withSuggestion).orElse(diagnostic);
    }

    void reportTooDeep(Token place) {
        String message = "this text is nested too deeply to be read; give its inner parts names";
        sink.report(Diagnostic.error(DiagnosticId.SYNTAX_ERROR, places.of(place), message));
    }

    private static DiagnosticId id(Token found) {
        return found.getType() == DlmParser.BAD_NUMBER ? DiagnosticId.BAD_NUMBER : DiagnosticId.SYNTAX_ERROR;
    }

    private static String message(Token found, IntervalSet expected) {
        return switch (found.getType()) {
            case DlmParser.BAD_NUMBER -> "'" + found.getText() + "' is neither a number nor a name";
            case DlmParser.UNFINISHED_STRING -> "this text has no closing quote on its line";
            case DlmParser.UNFINISHED_COMMENT -> "this comment has no closing '*/'";
            case DlmParser.OTHER -> "'" + found.getText() + "' is no sign of the language";
            default -> expectedAndFound(found, expected);
        };
    }

    private static String expectedAndFound(Token found, IntervalSet expected) {
        String words = ExpectedTokens.describe(expected);
        String text = found.getType() == Token.EOF ? "the end of the file" : "'" + found.getText() + "'";
        return words.isEmpty() ? text + " cannot stand here" : "expected " + words + " but found " + text;
    }

    private static Optional<String> suggestion(Token found, IntervalSet expected) {
        if (found.getType() == DlmParser.LPAREN && isLeftSide(expected)) {
            return Optional.of("a call alone is no statement; name its result: y = f(x)");
        }
        if (isHardWord(found.getType()) && expected.contains(DlmParser.ID)) {
            return Optional.of("'" + found.getText() + "' is a word of the language; choose another name");
        }
        if (isComparison(found.getType())) {
            return Optional.of("comparisons are not chained; write a < b and b < c");
        }
        if (found.getType() == DlmParser.ID) {
            return Suggestions.didYouMean(found.getText(), ExpectedTokens.keywords(expected));
        }
        return Optional.empty();
    }

    private static boolean isLeftSide(IntervalSet expected) {
        return expected.contains(DlmParser.ASSIGN) && expected.contains(DlmParser.KEEPS);
    }

    private static boolean isComparison(int type) {
        return switch (type) {
            case DlmParser.EQ, DlmParser.NE, DlmParser.LT, DlmParser.LE, DlmParser.GT, DlmParser.GE -> true;
            default -> false;
        };
    }

    private static boolean isHardWord(int type) {
        return switch (type) {
            case DlmParser.TRUE,
                    DlmParser.FALSE,
                    DlmParser.AND,
                    DlmParser.OR,
                    DlmParser.NOT,
                    DlmParser.IN,
                    DlmParser.IF,
                    DlmParser.ELSE,
                    DlmParser.FOR,
                    DlmParser.SCAN -> true;
            default -> false;
        };
    }

    private static boolean isEndOrClosing(Token found) {
        return switch (found.getType()) {
            case Token.EOF, DlmParser.RPAREN, DlmParser.RBRACK, DlmParser.RBRACE -> true;
            default -> false;
        };
    }

    private static Token declarationStart(ParserRuleContext innermost) {
        ParserRuleContext tree = innermost;
        while (!(tree instanceof DlmParser.DeclarationContext) && tree.getParent() != null) {
            tree = tree.getParent();
        }
        return tree.getStart();
    }

    /** The innermost bracket that is opened from {@code start} on and still open before {@code end}. */
    private Optional<Token> unclosed(Token start, Token end) {
        Deque<Token> open = new ArrayDeque<>();
        for (int i = start.getTokenIndex(); i < end.getTokenIndex(); i++) {
            Token token = tokens.get(i);
            switch (token.getType()) {
                case DlmParser.LPAREN, DlmParser.LBRACK, DlmParser.LBRACE -> open.push(token);
                case DlmParser.RPAREN, DlmParser.RBRACK, DlmParser.RBRACE -> open.poll();
                default -> {}
            }
        }
        return Optional.ofNullable(open.peek());
    }

    /**
     * What could have followed the tokens before the fault. Where the parser had looked ahead, it is the union over all
     * readings that were still possible there.
     */
    private static IntervalSet expected(DlmParser parser, RecognitionException fault) {
        if (!(fault instanceof NoViableAltException noReading) || noReading.getDeadEndConfigs() == null) {
            return parser.getExpectedTokens();
        }
        IntervalSet union = new IntervalSet();
        for (ATNConfig reading : noReading.getDeadEndConfigs()) {
            addNext(parser.getATN(), reading.state.stateNumber, reading.context, union);
        }
        return union;
    }

    private static void addNext(ATN atn, int state, PredictionContext callers, IntervalSet union) {
        IntervalSet next = atn.nextTokens(atn.states.get(state));
        union.addAll(next.subtract(IntervalSet.of(Token.EPSILON)));
        if (next.contains(Token.EPSILON)) {
            for (int i = 0; i < callers.size(); i++) {
                if (callers.getReturnState(i) != PredictionContext.EMPTY_RETURN_STATE) {
                    addNext(atn, callers.getReturnState(i), callers.getParent(i), union);
                }
            }
        }
    }
}
