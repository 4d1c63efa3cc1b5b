package org.dlm.runtime.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.checkpoint.RunPlan;
import org.dlm.runtime.checkpoint.RunProgress;
import org.dlm.runtime.data.BatchStream;
import org.dlm.runtime.data.Split;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.problem.TrainingFailedException;
import org.dlm.runtime.program.EpochScores;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.train.TrainingResult.Ending;

/**
 * The training loop: epochs of steps, validation after each, the best weights kept, a checkpoint, an early end.
 *
 * <pre>{@code
 * TrainingRun run = new TrainingRun(TrainingRequest.of(trainer, evaluation)
 *         .weightsFile(Path.of("out/weights.safetensors"))
 *         .build(recipe, RunSettings.of(recipe), data));
 * TrainingResult result = run.run();
 * }</pre>
 */
public final class TrainingRun {
    private static final String TRAIN = "train";
    private static final String TEST = "test";
    private static final double NANOS = 1e-9;

    private final TrainingRequest request;
    private final RunSettings settings;
    private final Split train;
    private final StepContext context;
    private final StoredNumbers numbers;
    private final KeptWeights kept;
    private final Evaluation evaluation;
    private final List<EpochScores> history = new ArrayList<>();
    private long step;
    private int epochsDone;
    private long trainedExamples;
    private double trainingSeconds;
    private volatile boolean stopping;

    /** Prepares a run; nothing has happened yet. */
    public TrainingRun(TrainingRequest request) {
        this.request = request;
        this.settings = request.settings();
        this.train = request.data().split(TRAIN);
        // a split that is missing is better found now than after an epoch
        request.recipe().keep().ifPresent(keep -> request.data().split(keep.split()));
        long steps = (long) settings.epochs() * train.batches(settings.batch());
        this.context = new StepContext(settings.seed(), steps, settings.epochs(), settings.hyperValues());
        this.numbers = new StoredNumbers(request.trainer());
        this.kept = new KeptWeights(request);
        this.evaluation = new Evaluation(request.evaluation());
    }

    /** Asks the run to end after the current step; may be called from any thread, such as a shutdown hook. */
    public void stopSoon() {
        stopping = true;
    }

    /** Trains. Afterwards the trainer's weights are the kept ones. */
    public TrainingResult run() {
        long start = request.nanoClock().getAsLong();
        numbers.firstWrong().ifPresent(found -> {
            throw new TrainingFailedException(0, found + " before the first step; look at its start value");
        });
        request.resume().ifPresent(this::resume);
        announce();
        Ending ending = epochs();
        kept.settle();
        TrainingResult result = new TrainingResult(
                ending,
                epochsDone,
                step,
                kept.bestEpoch(),
                secondsSince(start),
                trainedExamples / Math.max(trainingSeconds, NANOS),
                finalScores(ending));
        for (TrainingListener listener : request.listeners()) {
            listener.onEnd(result);
        }
        return result;
    }

    private void resume(Checkpoint checkpoint) {
        checkpoint.requireSameRun(identity());
        checkpoint.requireFits(new RunPlan(
                settings.epochs(),
                train.batches(settings.batch()),
                request.recipe().keep()));
        RunProgress progress = checkpoint.progress();
        checkpoint.restore(values(kept.room()));
        step = progress.step();
        epochsDone = progress.epochsDone();
        history.addAll(progress.history());
        kept.resume(progress.bestEpoch(), progress.history());
    }

    private RunProgress.Identity identity() {
        return new RunProgress.Identity(
                request.trainer().description().name(),
                request.trainer().description().sourceHash(),
                request.trainer().description().precision().name(),
                request.recipe().name(),
                settings.seed(),
                settings.batch(),
                settings.hypersByName(),
                request.data().digest());
    }

    private void announce() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        request.data().splits().forEach((name, split) -> sizes.put(name, split.size()));
        TrainingStart start = new TrainingStart(settings.epochs(), epochsDone, train.batches(settings.batch()), sizes);
        for (TrainingListener listener : request.listeners()) {
            listener.onStart(start);
        }
    }

    private Ending epochs() {
        try (BatchStream batches = stream()) {
            EpochLoop loop = new EpochLoop(request, context, batches, () -> stopping);
            while (epochsDone < settings.epochs()) {
                if (!epoch(loop)) {
                    return Ending.INTERRUPTED;
                }
                if (request.recipe().stop().isPresent()
                        && request.recipe().stop().get().stopsAfter(List.copyOf(history))) {
                    return Ending.STOPPED_BY_RULE;
                }
            }
            return Ending.COMPLETED;
        }
    }

    private BatchStream stream() {
        return request.recipe().shuffle()
                ? train.shuffled(settings.batch(), settings.seed())
                : train.inOrder(settings.batch());
    }

    /** One epoch with all that follows it; false if it was interrupted. */
    private boolean epoch(EpochLoop loop) {
        long start = request.nanoClock().getAsLong();
        steps(loop);
        double seconds = secondsSince(start);
        step = loop.steps();
        trainedExamples += loop.examples();
        trainingSeconds += seconds;
        if (stopping) {
            return false;
        }
        EpochScores scores = new EpochScores(epochsDone, scores(loop.meanLoss()));
        history.add(scores);
        epochsDone++;
        boolean isBest = kept.offer(scores);
        EpochReport report = new EpochReport(scores, seconds, loop.examples() / Math.max(seconds, NANOS), isBest);
        for (TrainingListener listener : request.listeners()) {
            listener.onEpoch(report);
        }
        saveCheckpoint();
        return true;
    }

    /** The steps of an epoch, and a look at what they made of the weights: nothing is kept before it. */
    private void steps(EpochLoop loop) {
        try {
            loop.run(epochsDone, step);
            Optional<String> wrong = numbers.firstWrong();
            if (wrong.isPresent()) {
                throw loop.wrong(wrong.get());
            }
        } catch (TrainingFailedException failure) {
            throw new TrainingFailedException(failure.step(), failure.getMessage() + kept.recover());
        }
    }

    private Map<String, Map<String, Double>> scores(double meanLoss) {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        scores.put(TRAIN, Map.of(request.recipe().loss(), meanLoss));
        for (Split split : request.data().splits().values()) {
            if (isMeasuredEachEpoch(split.name())) {
                scores.put(split.name(), evaluation.measure(split, context));
            }
        }
        return scores;
    }

    /** Measuring the training split costs a third of an epoch, and the test split is nobody's business before the end. */
    private boolean isMeasuredEachEpoch(String split) {
        boolean isAskedFor = request.recipe()
                .keep()
                .filter(keep -> keep.split().equals(split))
                .filter(keep -> !split.equals(TRAIN)
                        || !keep.measure().equals(request.recipe().loss()))
                .isPresent();
        return isAskedFor || !split.equals(TRAIN) && !split.equals(TEST);
    }

    private void saveCheckpoint() {
        if (request.checkpointFile().isPresent()) {
            RunProgress progress =
                    new RunProgress(identity(), settings.epochs(), step, epochsDone, kept.bestEpoch(), history);
            Checkpoint.save(request.checkpointFile().get(), progress, values(kept.best()));
        }
    }

    private Checkpoint.Values values(Optional<Weights> best) {
        return new Checkpoint.Values(
                request.trainer().weights(), request.trainer().state(), best);
    }

    /** What a checkpoint of this run may hold at most, for {@link org.dlm.runtime.checkpoint.RunFolder#requireSpace}. */
    public Checkpoint.Values values() {
        return values(kept.room());
    }

    /** The measures of the kept weights; someone who interrupts does not want to wait for them. */
    private Map<String, Map<String, Double>> finalScores(Ending ending) {
        if (ending == Ending.INTERRUPTED) {
            return history.isEmpty() ? Map.of() : keptScores().splits();
        }
        Map<String, Map<String, Double>> scores =
                new LinkedHashMap<>(keptScores().splits());
        for (Split split : request.data().splits().values()) {
            if (!scores.containsKey(split.name())) {
                scores.put(split.name(), evaluation.measure(split, context));
            }
        }
        return scores;
    }

    private EpochScores keptScores() {
        return history.stream()
                .filter(scores -> scores.epoch() == kept.bestEpoch())
                .findFirst()
                .orElse(history.getLast());
    }

    private double secondsSince(long nanos) {
        return (request.nanoClock().getAsLong() - nanos) * NANOS;
    }
}
