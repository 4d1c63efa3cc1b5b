package org.dlm.compiler.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.dlm.grammar.DlmParser;

/** A walk through the grammar by dice: any text that the grammar allows, most of it nonsense. */
final class RandomSentence {
    private static final ATN GRAMMAR = DlmParser._ATN;

    /** Deeper than this the shortest way out is taken. */
    private static final int DEEPEST = 60;

    private static final int LONGEST = 120;

    private static final int[] LEAST_TOKENS = leastTokens();

    private final Random random;
    private final List<String> tokens = new ArrayList<>();

    private RandomSentence(long seed) {
        this.random = new Random(seed);
    }

    /** The tokens of one declaration. */
    static List<String> declaration(long seed) {
        RandomSentence sentence = new RandomSentence(seed);
        sentence.walk(GRAMMAR.ruleToStartState[DlmParser.RULE_declaration], 0);
        return sentence.tokens;
    }

    private void walk(ATNState from, int depth) {
        ATNState state = from;
        int lastRule = -1;
        while (!(state instanceof RuleStopState)) {
            Transition transition = choose(state, depth, lastRule);
            switch (transition) {
                case RuleTransition rule -> {
                    walk(rule.target, depth + 1);
                    lastRule = rule.ruleIndex;
                    state = rule.followState;
                }
                default -> {
                    if (!transition.isEpsilon()) {
                        List<Integer> types = transition.label().toList();
                        tokens.add(spelling(types.get(random.nextInt(types.size()))));
                    }
                    state = transition.target;
                }
            }
        }
    }

    private Transition choose(ATNState state, int depth, int lastRule) {
        boolean mayBeLabelled = state.ruleIndex != DlmParser.RULE_postfix || lastRule == DlmParser.RULE_arguments;
        List<Transition> transitions = Arrays.stream(state.getTransitions())
                .filter(transition -> mayBeLabelled || !leadsToLabel(transition))
                .toList();
        if (depth < DEEPEST && tokens.size() < LONGEST) {
            return transitions.get(random.nextInt(transitions.size()));
        }
        return transitions.stream()
                .min((a, b) -> Integer.compare(leastFrom(a, LEAST_TOKENS), leastFrom(b, LEAST_TOKENS)))
                .orElseThrow();
    }

    /** The grammar allows {@code x as y}, the parser does not: a label stands behind a call. */
    private static boolean leadsToLabel(Transition transition) {
        return transition.target.getNumberOfTransitions() == 1
                && transition.target.transition(0) instanceof RuleTransition rule
                && rule.ruleIndex == DlmParser.RULE_label;
    }

    private String spelling(int type) {
        return switch (type) {
            case DlmParser.ID -> List.of("x", "y", "conv2", "n").get(random.nextInt(4));
            case DlmParser.INT -> List.of("0", "7", "1_000").get(random.nextInt(3));
            case DlmParser.FLOAT -> List.of("0.5", "1e-3", "2.0").get(random.nextInt(3));
            case DlmParser.STRING ->
                List.of("\"a/**\"", "\"{n} \\\"q\\\" \\n\"").get(random.nextInt(2));
            default -> DlmParser.VOCABULARY.getLiteralName(type).replace("'", "");
        };
    }

    /** For each state the least number of tokens to the end of its rule, as the least solution of its equations. */
    private static int[] leastTokens() {
        int[] least = new int[GRAMMAR.states.size()];
        Arrays.fill(least, 1_000_000);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (ATNState state : GRAMMAR.states) {
                int now = state instanceof RuleStopState ? 0 : 1_000_000;
                for (Transition transition : state.getTransitions()) {
                    now = state instanceof RuleStopState ? 0 : Math.min(now, leastFrom(transition, least));
                }
                changed |= now < least[state.stateNumber];
                least[state.stateNumber] = Math.min(now, least[state.stateNumber]);
            }
        }
        return least;
    }

    private static int leastFrom(Transition transition, int[] least) {
        return switch (transition) {
            case RuleTransition rule -> 1 + least[rule.target.stateNumber] + least[rule.followState.stateNumber];
            default -> (transition.isEpsilon() ? 0 : 1) + least[transition.target.stateNumber];
        };
    }
}
