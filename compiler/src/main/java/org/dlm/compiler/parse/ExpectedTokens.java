package org.dlm.compiler.parse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.dlm.grammar.DlmParser;

/** Says in the user's words what could stand at a place: {@code an expression or ')'}, never a list of forty tokens. */
final class ExpectedTokens {
    private static final IntervalSet NAMES = names();
    private static final IntervalSet DECLARATIONS = new IntervalSet(
            DlmParser.CONST,
            DlmParser.FN,
            DlmParser.LAYER,
            DlmParser.OPTIMIZER,
            DlmParser.SCHEDULE,
            DlmParser.INIT,
            DlmParser.MODEL,
            DlmParser.TRAIN);

    /** Tokens that go by one word if all of {@code marks} could stand there. Later families see what earlier ones left. */
    private record Family(String word, IntervalSet marks, IntervalSet members) {
        boolean isIn(IntervalSet expected) {
            return marks.subtract(expected).isNil();
        }
    }

    private static final List<Family> FAMILIES = List.of(
            new Family(
                    "an expression",
                    new IntervalSet(DlmParser.INT, DlmParser.LPAREN, DlmParser.ID),
                    NAMES.or(new IntervalSet(
                            DlmParser.INT,
                            DlmParser.FLOAT,
                            DlmParser.STRING,
                            DlmParser.TRUE,
                            DlmParser.FALSE,
                            DlmParser.NOT,
                            DlmParser.SCAN,
                            DlmParser.MINUS,
                            DlmParser.LPAREN,
                            DlmParser.LBRACK))),
            new Family(
                    "a statement",
                    new IntervalSet(DlmParser.FOR, DlmParser.IF, DlmParser.ID),
                    NAMES.or(new IntervalSet(DlmParser.FOR, DlmParser.IF))),
            new Family("a name", new IntervalSet(DlmParser.ID), NAMES),
            new Family("a declaration", DECLARATIONS, DECLARATIONS),
            new Family(
                    "an operator",
                    new IntervalSet(DlmParser.PLUS, DlmParser.STAR),
                    new IntervalSet(
                            DlmParser.AND,
                            DlmParser.OR,
                            DlmParser.EQ,
                            DlmParser.NE,
                            DlmParser.LT,
                            DlmParser.LE,
                            DlmParser.GT,
                            DlmParser.GE,
                            DlmParser.PLUS,
                            DlmParser.MINUS,
                            DlmParser.STAR,
                            DlmParser.SLASH,
                            DlmParser.PERCENT,
                            DlmParser.AT,
                            DlmParser.CARET,
                            DlmParser.ARROW,
                            DlmParser.DOT,
                            DlmParser.AS,
                            DlmParser.LPAREN,
                            DlmParser.LBRACK)));

    private ExpectedTokens() {}

    static boolean isName(int type) {
        return NAMES.contains(type);
    }

    /** {@code ')' or an operator}; empty if nothing is known. */
    static String describe(IntervalSet expected) {
        List<String> words = new ArrayList<>();
        IntervalSet rest = new IntervalSet(expected);
        for (Family family : FAMILIES) {
            if (family.isIn(rest)) {
                words.add(family.word());
                rest = rest.subtract(family.members());
            }
        }
        rest.toList().stream().map(ExpectedTokens::word).forEach(words::add);
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /** The words of the language among the expected tokens, as they are written. */
    static Collection<String> keywords(IntervalSet expected) {
        return expected.toList().stream()
                .filter(type -> type != DlmParser.ID && isName(type))
                .map(ExpectedTokens::spelling)
                .toList();
    }

    private static String word(int type) {
        return switch (type) {
            case Token.EOF -> "the end of the file";
            case DlmParser.STRING -> "a text in quotes";
            case DlmParser.INT, DlmParser.FLOAT -> "a number";
            default -> "'" + spelling(type) + "'";
        };
    }

    private static String spelling(int type) {
        String quoted = DlmParser.VOCABULARY.getLiteralName(type);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** What rule {@code id} of the grammar begins with. */
    private static IntervalSet names() {
        return DlmParser._ATN.nextTokens(DlmParser._ATN.ruleToStartState[DlmParser.RULE_id]);
    }
}
