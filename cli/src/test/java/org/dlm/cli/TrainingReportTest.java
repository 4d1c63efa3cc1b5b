package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dlm.runtime.train.TrainingResult;
import org.dlm.runtime.train.TrainingResult.Ending;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
    private static String lastLine(Ending ending, int bestEpoch) {
        TrainingResult result = new TrainingResult(ending, bestEpoch + 1, 98, bestEpoch, 1.5, 2000, Map.of());
        return new TrainingReport("Net", result, Path.of("w")).lines().getLast();
    }

    @Test
    void an_interrupted_run_tells_the_epoch_of_its_weights() {
        assertEquals("weights: w (of epoch 3, the best one)", lastLine(Ending.INTERRUPTED, 2));
    }

    @Test
    void without_a_complete_epoch_they_are_those_of_the_last_step() {
        assertEquals("weights: w (of the last step)", lastLine(Ending.INTERRUPTED, -1));
    }

    @Test
    void without_a_rule_that_keeps_some_they_are_the_newest() {
        assertEquals("weights: w", lastLine(Ending.COMPLETED, -1));
    }

    @Test
    void measures_that_are_not_finite_are_no_results_like_others() {
        TrainingResult good =
                new TrainingResult(Ending.COMPLETED, 2, 98, 1, 1.5, 2000, Map.of("val", Map.of("total", 0.5)));
        assertEquals(Optional.empty(), new TrainingReport("Net", good, Path.of("w")).warning());
        TrainingResult wrong = new TrainingResult(
                Ending.COMPLETED, 2, 98, 1, 1.5, 2000, Map.of("val", Map.of("total", Double.POSITIVE_INFINITY)));
        assertEquals(
                "measures are not finite, although all weights are: val total; dlmc eval --split=NAME shows the first"
                        + " example that is the reason",
                new TrainingReport("Net", wrong, Path.of("w")).warning().orElseThrow());
    }
}
