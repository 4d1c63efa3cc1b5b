package org.dlm.runtime.train;

import org.dlm.runtime.program.EpochScores;

/**
 * What an epoch brought.
 *
 * @param scores its measures by split; {@code train} has the mean of the minimised loss over the epoch's steps
 * @param seconds time of its steps, without validation
 * @param samplesPerSecond training examples in a second
 * @param isBest whether its weights are now the kept ones
 */
public record EpochReport(EpochScores scores, double seconds, double samplesPerSecond, boolean isBest) {}
